import { fetch } from './own-fetch-lib.ts';
export const load = () => fetch('k');

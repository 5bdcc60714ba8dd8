export { playYear } from './play-year.ts';

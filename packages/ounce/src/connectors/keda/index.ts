export { kedaPlatform } from './platform.ts';

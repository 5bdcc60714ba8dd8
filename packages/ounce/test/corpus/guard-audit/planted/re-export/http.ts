export { default as http } from 'axios';
export * from 'undici';
export * as cache from './cache.ts';

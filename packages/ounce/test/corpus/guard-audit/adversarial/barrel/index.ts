export * from './deep/index.ts';
export { request as send } from 'undici';

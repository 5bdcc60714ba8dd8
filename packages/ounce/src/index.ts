/** What a config file imports. */
export { defineConfig, type UserConfig } from './config/index.ts';

export { checkConfig } from './check.ts';
export { defineConfig } from './define-config.ts';
export { type LoadedConfig, loadConfig } from './load.ts';
export type { Config, ServiceConfig, UserConfig } from './schema.ts';

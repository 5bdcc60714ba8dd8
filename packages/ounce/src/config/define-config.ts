import type { UserConfig } from './schema.ts';

/** Types and completes a config file in the editor; returns what it is given. */
export function defineConfig(config: UserConfig): UserConfig {
  return config;
}

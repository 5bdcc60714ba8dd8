import packageJson from '../../package.json' with { type: 'json' };

/** Ounce's version, from its package. */
export const version: string = packageJson.version;

export const isNative = () => fetch.toString().includes('native code');
export const has = () => typeof fetch === 'function' && 'fetch' in globalThis;

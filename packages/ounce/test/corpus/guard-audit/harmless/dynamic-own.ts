export const load = async () => (await import('./own-fetch-lib.ts')).fetch('k');

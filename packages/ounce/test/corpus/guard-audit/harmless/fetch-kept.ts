export const clients = { fetch, name: 'users' };
export const original = globalThis.fetch;

let send: typeof globalThis.fetch;
send = fetch;
export const load = () => send('http://users'); // call: fetch

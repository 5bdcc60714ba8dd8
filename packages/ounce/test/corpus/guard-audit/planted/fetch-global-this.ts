export const load = () => globalThis.fetch('http://users/1'); // call: fetch
export const again = () => globalThis['fetch']('http://users/2'); // call: fetch

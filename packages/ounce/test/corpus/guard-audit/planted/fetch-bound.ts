const bound = fetch.bind(globalThis);
export const load = () => bound('http://users/1'); // call: fetch
export const applied = () => fetch.call(undefined, 'http://users/2'); // call: fetch
export const reflected = () => Reflect.apply(fetch, undefined, ['http://users/3']); // call: fetch

export const all = (urls: string[]) => Promise.all(urls.map(fetch as (url: string) => Promise<Response>)); // call: fetch
export const each = (urls: string[]) => Promise.all(urls.map((url) => fetch(url))); // call: fetch
export const later = (url: Promise<string>) => url.then(fetch); // call: fetch

export const request = (path: string) => path;
export const get = (path: string) => request(path);
export const loaded = get('/users');

export const fetch = (key: string) => new Map([['k', 'v']]).get(key);

const headers = new Headers({ accept: 'text/plain' });
headers.append('x-a', '1');
export const value = headers.get('accept');
export const request = new Request('http://users/1');
export const url = new URL('http://users/1').searchParams.get('q');

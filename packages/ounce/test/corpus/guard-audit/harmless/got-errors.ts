import got, { HTTPError, TimeoutError } from 'got';
export const api = got.extend({ prefixUrl: 'http://users' });
export const isOurs = (error: unknown) => error instanceof HTTPError || error instanceof TimeoutError;

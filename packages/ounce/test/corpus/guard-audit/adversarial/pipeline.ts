import { pipeline } from 'node:stream/promises';
import got from 'got';
import { request } from 'undici';
export const copy = (to: NodeJS.WritableStream) => pipeline(got.stream('http://files/1'), to); // call: got
export const other = async (to: NodeJS.WritableStream) => pipeline((await request('http://files/1')).body, to); // call: undici

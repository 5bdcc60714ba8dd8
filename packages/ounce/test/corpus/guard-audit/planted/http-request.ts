import { request } from 'node:http';
import https from 'node:https';
export const send = () => request('http://users/1').end(); // call: http
export const get = () => https.get('https://users/1'); // call: http

import got from 'got';
import ky from 'ky';
const clients = { plain: got, fancy: ky };
export const load = (name: 'plain' | 'fancy') => clients[name].get('http://users').json(); // call: got

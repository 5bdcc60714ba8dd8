import axios from 'axios';
import got from 'got';
const clients = [axios, got] as const;
export const load = (which: 0 | 1) => clients[which].get('http://users'); // call: axios

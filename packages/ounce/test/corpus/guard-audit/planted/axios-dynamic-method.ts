import axios from 'axios';
export const run = (method: 'get' | 'delete') => axios[method]('http://users/1'); // call: axios
export const any = (method: string) => axios[method]('http://users/1'); // call: axios

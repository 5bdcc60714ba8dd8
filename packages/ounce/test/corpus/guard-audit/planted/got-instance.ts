import got from 'got';
const users = got.extend({ prefixUrl: 'http://users' });
export const load = () => users('1').json(); // call: got
export const save = () => users.post('1', { json: {} }); // call: got
export const pages = () => got.paginate.all('http://users'); // call: got
export const stream = () => got.stream('http://users/1'); // call: got

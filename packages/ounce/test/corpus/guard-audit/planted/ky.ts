import ky from 'ky';
const users = ky.create({ prefix: 'http://users' });
export const load = () => ky.get('http://users/1'); // call: ky
export const one = () => users('1'); // call: ky

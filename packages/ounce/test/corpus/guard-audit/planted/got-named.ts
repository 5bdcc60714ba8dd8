import { got as client } from 'got';
export const load = () => client.get('http://users/1'); // call: got

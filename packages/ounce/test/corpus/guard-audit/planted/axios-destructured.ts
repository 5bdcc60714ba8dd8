import axios from 'axios';
const { get, post: send } = axios;
export const load = () => get('http://users/1'); // call: axios
export const save = () => send('http://users', {}); // call: axios

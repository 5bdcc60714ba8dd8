import axios from 'axios';
export const load = () => axios('http://users/1'); // call: axios
export const save = (user: unknown) => axios.post('http://users', user); // call: axios

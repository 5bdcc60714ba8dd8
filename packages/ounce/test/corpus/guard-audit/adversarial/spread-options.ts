import axios from 'axios';
const base = { http: axios.create() };
const context = { ...base, name: 'shop' };
export const load = () => context.http.get('/1'); // call: axios

import axios from 'axios';
export const api = Object.freeze({ http: Object.assign(axios.create(), { name: 'users' }) });
export const load = () => api.http.get('/1'); // call: axios

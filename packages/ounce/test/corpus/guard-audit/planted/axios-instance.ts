import axios from 'axios';
const users = axios.create({ baseURL: 'http://users', timeout: 500 });
export const load = (id: string) => users.get(`/${id}`); // call: axios
export const any = () => users({ url: '/1' }); // call: axios

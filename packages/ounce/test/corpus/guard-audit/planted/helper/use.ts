import { createApi, usersClient } from './client.ts';
const users = usersClient('http://users');
export const load = () => users.get('/1'); // call: axios
export const { http } = createApi();
export const save = () => http.put('/1', {}); // call: axios
export const remove = () => createApi().http.delete('/1'); // call: axios

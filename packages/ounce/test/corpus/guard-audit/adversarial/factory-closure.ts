import axios from 'axios';
export function createUsers(baseURL: string) {
  const http = axios.create({ baseURL });
  const load = (id: string) => http.get(`/${id}`); // call: axios
  return { load, save: async (user: unknown) => http.post('/', user) }; // call: axios
}

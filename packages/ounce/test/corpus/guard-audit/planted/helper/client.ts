import axios from 'axios';
export function usersClient(baseURL: string) {
  const client = axios.create({ baseURL });
  client.interceptors.request.use((config) => config);
  return client;
}
export const createApi = () => ({ http: usersClient('http://users'), name: 'users' });

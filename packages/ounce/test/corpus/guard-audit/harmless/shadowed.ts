import axios from 'axios';
export function run(axios: { get(key: string): string }) {
  return axios.get('k');
}
export const version = axios.VERSION;
export const value = run({ get: (key) => key });

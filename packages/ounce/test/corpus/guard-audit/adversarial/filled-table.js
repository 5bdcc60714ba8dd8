import axios from 'axios';
const clients = {};
export function clientOf(host) {
  clients[host] ??= axios.create({ baseURL: host });
  return clients[host];
}
export const load = () => clientOf('http://users').get('/1'); // call: axios

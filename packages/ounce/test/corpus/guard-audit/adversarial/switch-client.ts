import axios from 'axios';
import got from 'got';
function clientFor(kind: string) {
  switch (kind) {
    case 'axios':
      return axios;
    default:
      return got;
  }
}
export const load = (kind: string) => clientFor(kind).get('http://users'); // call: axios

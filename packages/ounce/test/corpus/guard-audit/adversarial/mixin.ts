import axios from 'axios';
type Constructor = new (...args: never[]) => object;
const WithHttp = <Base extends Constructor>(base: Base) =>
  class extends base {
    readonly http = axios.create();
  };
class Plain {}
export class Users extends WithHttp(Plain) {
  load = () => this.http.get('/1'); // call: axios
}

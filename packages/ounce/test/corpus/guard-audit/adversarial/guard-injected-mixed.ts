import { createGuard } from '@ounce/guard';
class Users {
  readonly #fetch: typeof fetch;
  constructor(send: typeof fetch = fetch) {
    this.#fetch = send;
  }
  load = () => this.#fetch('http://users'); // call: fetch
}
export const users = [new Users(createGuard().fetch as typeof fetch), new Users()];

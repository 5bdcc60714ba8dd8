export class Client {
  readonly #send: typeof fetch;
  constructor(send: typeof fetch = fetch) {
    this.#send = send;
  }
  load(id: string) {
    return this.#send(`http://users/${id}`); // call: fetch
  }
}

const db = { query: (text) => text };
class Api {
  constructor(client) {
    this.client = client;
  }
  get(path) {
    return this.client.get(path);
  }
}
export const a = new Api({ get: (path) => path }).get('/a');
export const b = db.query('select 1');
export const fetch2 = async (store) => store.fetch('a');
export const c = await fetch2({ fetch: (key) => key });
export default class Store {
  connect() {}
  publish() {}
}
new Store().connect();

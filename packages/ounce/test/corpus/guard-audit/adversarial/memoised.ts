import { MongoClient } from 'mongodb';
const cached = new Map<string, Promise<MongoClient>>();
export async function connect(url: string) {
  let client = cached.get(url);
  if (!client) {
    client = new MongoClient(url).connect(); // call: mongodb
    cached.set(url, client);
  }
  return client;
}
export const load = async () => (await connect('mongodb://db')).db().collection('a').findOne({}); // call: mongodb

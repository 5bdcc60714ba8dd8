import { MongoClient } from 'mongodb';
const db = new MongoClient(process.env.URL).db();
const handlers = {
  'user.load': (id) => db.collection('users').findOne({ id }), // call: mongodb
  async 'user.save'(user) {
    await db.collection('users').replaceOne({ id: user.id }, user); // call: mongodb
  },
};
export const handle = (name, body) => handlers[name]?.(body);

import * as mongo from 'mongodb';
export namespace Storage {
  const client = new mongo.MongoClient('mongodb://db');
  export const users = client.db().collection('users');
}
export const load = () => Storage.users.findOne({}); // call: mongodb

import { MongoClient } from 'mongodb';
declare global {
  var mongo: MongoClient | undefined;
}
globalThis.mongo ??= new MongoClient('mongodb://db');
export const load = () => globalThis.mongo?.db().collection('a').findOne({}); // call: mongodb
export const other = () => mongo?.db().collection('a').insertOne({}); // call: mongodb

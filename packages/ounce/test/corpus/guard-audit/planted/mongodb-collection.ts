import { MongoClient } from 'mongodb';
const client = new MongoClient('mongodb://db');
const users = client.db('shop').collection('users');
export const start = () => client.connect(); // call: mongodb
export const load = (id: string) => users.findOne({ id }); // call: mongodb
export const list = () => users.find({}).sort({ id: 1 }).toArray(); // call: mongodb
export const save = (user: object) => users.insertOne(user); // call: mongodb

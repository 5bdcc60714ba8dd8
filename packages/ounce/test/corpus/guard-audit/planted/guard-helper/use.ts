import { MongoClient } from 'mongodb';
import { measured, resilient } from './resilient.ts';
const users = new MongoClient('mongodb://db').db().collection('users');
export const load = () => resilient('db', () => users.findOne({})); // call: mongodb, guarded by policy.execute
export const other = () => measured(() => users.findOne({})); // call: mongodb
export const inside = () => resilient('db', () => measured(() => users.findOne({}))); // call: mongodb, guarded by policy.execute
const read = () => users.findOne({}); // call: mongodb, guarded by policy.execute
export const named = () => resilient('db', read);

import { MongoClient, ObjectId } from 'mongodb';
export const id = new ObjectId();
export const same = ObjectId.isValid('a') && id.equals('a');
export const users = new MongoClient('mongodb://db').db('shop').collection('users');

import { MongoClient } from 'mongodb';
export async function move(client: MongoClient) {
  const session = client.startSession();
  await session.withTransaction(async () => { // call: mongodb
    await client.db().collection('a').updateOne({}, { $inc: { n: 1 } }, { session }); // call: mongodb
  });
}

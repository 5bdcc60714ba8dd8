import { createClient } from 'redis';
const client = createClient({ url: 'redis://cache' });
client.on('error', () => {});
await client.connect(); // call: redis
export const load = (key: string) => client.hGetAll(key); // call: redis
export const document = (key: string) => client.json.get(key); // call: redis
export const both = () => client.multi().get('a').get('b').exec(); // call: redis

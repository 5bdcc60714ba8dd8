import Redis from 'ioredis';
import { createClient } from 'redis';
let client;
if (process.env.CLUSTER) client = new Redis();
else client = createClient();
export const load = () => client.get('k'); // call: redis

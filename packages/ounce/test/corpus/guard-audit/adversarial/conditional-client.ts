import { createClient } from 'redis';
import Redis from 'ioredis';
const isCluster = process.env.CLUSTER === '1';
const client = isCluster ? new Redis.Cluster([]) : createClient();
export const load = () => client.get('k'); // call: redis

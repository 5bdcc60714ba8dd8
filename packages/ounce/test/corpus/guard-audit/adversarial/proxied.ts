import Redis from 'ioredis';
const redis = new Proxy(new Redis(), {});
export const load = () => redis.get('k'); // call: redis

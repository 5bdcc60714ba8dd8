import Redis from 'ioredis';
const redis = new Redis();
export const load = (key: string) => redis.get(key); // call: redis
export const save = (key: string) => redis.pipeline().set(key, '1').expire(key, 60).exec(); // call: redis
export const copy = redis.duplicate();
export const listen = () => copy.subscribe('news'); // call: redis

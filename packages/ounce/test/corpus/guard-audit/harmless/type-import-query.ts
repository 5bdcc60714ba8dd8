export type Redis = import('ioredis').Redis;
export type Send = typeof fetch;
export const keep = (redis: Redis) => redis.status;

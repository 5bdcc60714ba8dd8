import Redis from 'ioredis';
export const redis = new Redis({ lazyConnect: true });
redis.on('error', () => {});
redis.disconnect();
export const chain = redis.pipeline().set('a', '1');

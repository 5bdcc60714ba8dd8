import type { Redis } from 'ioredis';
export const load = (redis?: Redis) => redis?.get?.('k'); // call: redis
export const forced = (redis: Redis | null) => redis!.get('k'); // call: redis

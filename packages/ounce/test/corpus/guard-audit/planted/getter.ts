import Redis from 'ioredis';
export const services = {
  get cache() {
    return new Redis();
  },
};
export const load = () => services.cache.get('k'); // call: redis

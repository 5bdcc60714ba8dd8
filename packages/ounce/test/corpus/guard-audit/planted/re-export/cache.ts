import Redis from 'ioredis';
const redis = new Redis();
export default redis;
export { redis as shared };

import Redis from 'ioredis';
const redis = new Redis(process.env.REDIS_URL);
export const limit = async (req, res, next) => {
  const count = await redis.incr(req.ip); // call: redis
  if (count > 100) return res.status(429).end();
  next();
};

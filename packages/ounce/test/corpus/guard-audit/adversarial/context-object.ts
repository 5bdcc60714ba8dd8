import { createClient, type RedisClientType } from 'redis';
interface Context {
  cache: RedisClientType;
  log(text: string): void;
}
const context = {} as Context;
context.cache = createClient();
export const run = async (ctx: Context = context) => ctx.cache.set('a', '1'); // call: redis

import { createGuard, type Guard } from '@ounce/guard';
import Redis from 'ioredis';
const redis = new Redis();
export function load(guard: Guard, key: string) {
  return guard.policy('cache').execute(() => redis.get(key)); // call: redis, guarded by policy.execute
}
const policy = createGuard().policy('users');
export const json = () =>
  policy.execute(async ({ signal }) => (await fetch('http://users/1', { signal })).json(), { idempotent: true }); // call: fetch, guarded by policy.execute

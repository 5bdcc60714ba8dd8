import { createGuard } from '@ounce/guard';
const guard = createGuard();
async function retry<T>(work: () => Promise<T>, left = 3): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (left === 0) throw error;
    return retry(work, left - 1);
  }
}
export const load = () => retry(() => guard.policy('users').execute(() => fetch('http://users'))); // call: fetch, guarded by policy.execute
export const other = () => guard.policy('users').execute(() => retry(() => fetch('http://users'))); // call: fetch, guarded by policy.execute

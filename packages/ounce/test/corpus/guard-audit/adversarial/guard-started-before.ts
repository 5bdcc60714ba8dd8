import { createGuard } from '@ounce/guard';
const policy = createGuard().policy('users');
export function load() {
  const started = fetch('http://users'); // call: fetch
  return policy.execute(() => started);
}
export const argument = () => policy.execute(json(fetch('http://users'))); // call: fetch
const json = (pending: Promise<Response>) => async () => (await pending).json();

import { createGuard } from '@ounce/guard';
const guard = createGuard();
export const poll = guard.wrap(
  async () => {
    setInterval(() => fetch('http://users/1'), 1_000); // call: fetch
  },
  { dependency: 'users' },
);

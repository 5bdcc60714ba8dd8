import { createGuard } from '@ounce/guard';
const policy = createGuard().policy('users');
const tasks = [() => fetch('http://a'), () => fetch('http://b')]; // call: fetch, guarded by policy.execute; fetch, guarded by policy.execute
export const all = () => Promise.all(tasks.map((task) => policy.execute(task)));

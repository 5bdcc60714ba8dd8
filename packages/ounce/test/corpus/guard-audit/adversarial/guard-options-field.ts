import { createGuard } from '@ounce/guard';
import axios from 'axios';
const guard = createGuard();
interface Task {
  readonly work: () => Promise<unknown>;
}
const run = ({ work }: Task) => guard.policy('users').execute(work);
export const load = () => run({ work: () => axios.get('http://users') }); // call: axios, guarded by policy.execute

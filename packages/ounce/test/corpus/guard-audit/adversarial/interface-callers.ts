import { createGuard } from '@ounce/guard';
import axios from 'axios';
interface Repository {
  find(id: string): Promise<unknown>;
}
class HttpRepository implements Repository {
  find(id: string) {
    return axios.get(`http://users/${id}`); // call: axios, guarded by policy.execute
  }
}
const repository: Repository = new HttpRepository();
const guard = createGuard();
export const load = (id: string) => guard.policy('users').execute(() => repository.find(id));

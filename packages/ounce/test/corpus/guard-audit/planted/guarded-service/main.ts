import { createGuard } from '@ounce/guard';
import { Agent, setGlobalDispatcher } from 'undici';
const guard = createGuard();
setGlobalDispatcher(new Agent().compose(guard.interceptor()));

import { handleAll, retry } from 'cockatiel';
const policy = retry(handleAll, { maxAttempts: 3 });
export const load = () => policy.execute(() => fetch('http://users/1')); // call: fetch

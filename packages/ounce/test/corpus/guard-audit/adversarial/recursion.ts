import { createGuard } from '@ounce/guard';
const guard = createGuard();
async function page(url: string): Promise<unknown[]> {
  const response = await fetch(url); // call: fetch, guarded by guard.wrap
  const next = response.headers.get('link');
  return next ? [response, ...(await page(next))] : [response];
}
export const pages = guard.wrap(page, { dependency: 'users' });

import { createGuard } from '@ounce/guard';
const guard = createGuard();
export const resilient = <T>(name: string, work: () => Promise<T>): Promise<T> => guard.policy(name).execute(work);
export async function measured<T>(work: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  try {
    return await work();
  } finally {
    console.log(performance.now() - startedMs);
  }
}

import type { HealthAnswer } from './health.ts';

/** What the process uses, and what its container allows it; a limit beyond any machine is none. */
export function readMemory(): HealthAnswer['memory'] {
  const limitBytes = process.constrainedMemory();
  const isLimit = limitBytes > 0 && limitBytes < 2 ** 50;
  return { rssBytes: process.memoryUsage.rss(), ...(isLimit ? { limitBytes } : {}) };
}

const firstMs = 500;
const longestMs = 15_000;

/**
 * How long to wait before the next try, in ms: doubles from 0.5 s up to 15 s. `random` (0 to 1) takes away up to half,
 * so that a hundred open consoles do not come back in the same moment after the governor was restarted.
 */
export function backOffMs(attempt: number, random: number): number {
  const fullMs = Math.min(longestMs, firstMs * 2 ** Math.max(0, attempt - 1));
  return Math.round(fullMs * (1 - random / 2));
}

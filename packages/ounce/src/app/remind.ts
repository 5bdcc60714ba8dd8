import type { Ledger } from '../ledger/index.ts';
import type { Clock } from '../ports/index.ts';
import { remindOfReviews } from '../prevention/reviews/index.ts';

const everyMs = 60_000;

/** Says now and then which reviews are overdue; each is said once. */
export function remindNowAndThen(
  parts: { readonly ledger: Ledger; readonly clock: Clock },
  log: (sentence: string) => void,
): () => Promise<void> {
  const stopped = new AbortController();
  const loop = async () => {
    while (!stopped.signal.aborted) {
      await remindOfReviews(parts).catch((error: Error) =>
        log(`Overdue reviews were not told of: ${error.message}`),
      );
      await parts.clock.sleep(everyMs, stopped.signal).catch(() => {});
    }
  };
  const running = loop();
  return async () => {
    stopped.abort(new Error('the governor stops'));
    await running;
  };
}

import { OunceError } from '@ounce/core';
import type { Clock } from './clock.ts';
import { type Post, type PostResult, post } from './http-post.ts';
import { canHelp, waitMsAfter } from './http-retry.ts';

export interface Delivery {
  readonly clock: Clock;
  /** For messages, e.g. `webhook`. */
  readonly what: string;
  /** Made anew for each try: a signature holds the time of sending. */
  readonly letter: () => Post;
  /** For one try. */
  readonly timeoutMs: number;
  /** Tries altogether, when the receiver's answer says that another can help. */
  readonly attempts: number;
}

/** Posts until it is taken. Rejects with OUNCE_E_NOTIFY, whose `retry` says whether a later try can help. */
export async function deliver(
  { clock, what, letter, timeoutMs, attempts }: Delivery,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    const sent = letter();
    const result = await post(sent, timeoutMs, signal);
    if (result.kind === 'answered' && result.status >= 200 && result.status < 300) return;
    const retry = result.kind === 'no answer' || canHelp(result.status);
    if (!retry || attempt >= attempts)
      throw failure(`${what} at ${new URL(sent.url).origin}`, result, { attempt, retry });
    const retryAfter = result.kind === 'answered' ? result.retryAfter : undefined;
    await clock.sleep(waitMsAfter(attempt, retryAfter, clock.nowMs()), signal);
  }
}

/** Names only the origin: the path of a webhook is often its secret. */
function failure(
  where: string,
  result: PostResult,
  { attempt, retry }: { readonly attempt: number; readonly retry: boolean },
): OunceError {
  const what =
    result.kind === 'answered'
      ? `it answered ${result.status}${result.says === undefined ? '' : ` (${result.says})`}`
      : result.why;
  const tries = attempt === 1 ? '1 try' : `${attempt} tries`;
  return new OunceError('OUNCE_E_NOTIFY', `The ${where} did not take a notification in ${tries}: ${what}.`, {
    retry,
    ...(result.kind === 'no answer' && { cause: result.cause }),
  });
}

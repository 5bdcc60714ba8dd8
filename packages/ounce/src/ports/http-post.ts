const mostSaid = 200;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type PostResult =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly retryAfter?: string;
      /** Of a refusal: the beginning of what was said. */
      readonly says?: string;
    }
  | { readonly kind: 'no answer'; readonly why: string; readonly cause: unknown };

/** One try. Rejects only on abort. A redirect is an answer: a signed body goes to the address of the config only. */
export async function post(
  { url, headers, body }: Post,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<PostResult> {
  try {
    const either = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(url, { method: 'POST', headers, body, signal: either, redirect: 'manual' });
    const retryAfter = response.headers.get('retry-after');
    const says = response.ok ? '' : await beginning(response);
    await response.body?.cancel();
    return {
      kind: 'answered',
      status: response.status,
      ...(retryAfter !== null && { retryAfter }),
      ...(says && { says }),
    };
  } catch (cause) {
    signal.throwIfAborted();
    return { kind: 'no answer', why: reasonOf(cause, timeoutMs), cause };
  }
}

/** One line; the rest of a long page is left where it is. */
async function beginning(response: Response): Promise<string> {
  let text = '';
  if (!response.body) return text;
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  while (text.length < mostSaid) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  reader.releaseLock();
  return text.replace(/\s+/g, ' ').trim().slice(0, mostSaid);
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** A promise and its two ends. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>;
  resolve(value: Value): void;
  reject(error: unknown): void;
}

export function deferred<Value>(): Deferred<Value> {
  let ends: Omit<Deferred<Value>, 'promise'> | undefined;
  const promise = new Promise<Value>((resolve, reject) => {
    ends = { resolve, reject };
  });
  return { promise, ...ends! };
}

/** Lets everything run that is already due, callbacks of promises first. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What a promise came to, without waiting for it: `'pending'`, `{ value }` or `{ error }`. */
export async function outcomeOf<Value>(
  promise: Promise<Value>,
): Promise<'pending' | { value: Value } | { error: unknown }> {
  let outcome: 'pending' | { value: Value } | { error: unknown } = 'pending';
  promise.then(
    (value) => {
      outcome = { value };
    },
    (error) => {
      outcome = { error };
    },
  );
  await settle();
  return outcome;
}

/** The error that a promise is rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('was not rejected');
}

/** `work` that fails with one and the same error. */
export const down = new Error('down');
export const failing = async (): Promise<never> => {
  throw down;
};

/** Hears every unhandled rejection while `run` runs. */
export async function unhandledDuring(run: () => Promise<void>): Promise<unknown[]> {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', listen);
  try {
    await run();
    await settle();
    await settle();
  } finally {
    process.off('unhandledRejection', listen);
  }
  return unhandled;
}

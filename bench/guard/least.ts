import type { Candidates } from './peers.ts';

type Settle = (value: unknown) => void;

/** What the executor left last, and what the call that waits is settled by. */
const made: { resolve: Settle; reject: Settle } = { resolve: () => {}, reject: () => {} };
const waiting: { resolve: Settle; reject: Settle } = { resolve: () => {}, reject: () => {} };

const keepBoth = (resolve: Settle, reject: Settle): void => {
  made.resolve = resolve;
  made.reject = reject;
};
const keepResolve = (resolve: Settle): void => {
  made.resolve = resolve;
};
const onValue = (value: unknown): void => waiting.resolve(value);
const onError = (error: unknown): void => waiting.reject(error);
const through = (value: unknown): unknown => value;

/**
 * The least that a call can be whose promise may be settled before its work ends: a promise with something to settle it by, and a reaction to the
 * work's end. No breaker, no timer, no context, nothing counted: what comes on top of it is the guard's own.
 */
export function least(work: () => Promise<number>): Candidates {
  return {
    bare: work,
    'reaction alone (not early)': () => work().then(through),
    'resolve and reject': () => {
      const promise = new Promise(keepBoth);
      waiting.resolve = made.resolve;
      waiting.reject = made.reject;
      work().then(onValue, onError);
      return promise;
    },
    'resolve alone': () => {
      const promise = new Promise(keepResolve);
      waiting.resolve = made.resolve;
      work().then(onValue, onError);
      return promise;
    },
  };
}

import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { watchAbort } from './abort-fanout.ts';

test('however many calls share a signal, it has one listener, and none when they are done', () => {
  const controller = new AbortController();
  const { signal } = controller;
  const watcher = { callerAborted: () => {} };
  const subscriptions = Array.from({ length: 1_000 }, () => watchAbort(signal, watcher));
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  for (const subscription of subscriptions) {
    subscription.leave();
    subscription.leave();
  }
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('an abort reaches every watcher that is still there, once, with its reason', () => {
  const controller = new AbortController();
  const heard: string[] = [];
  const watch = (name: string) =>
    watchAbort(controller.signal, { callerAborted: (reason) => heard.push(`${name}: ${reason}`) });
  watch('a');
  const b = watch('b');
  watch('c');
  b.leave();
  controller.abort('gone');
  expect(heard.sort()).toEqual(['a: gone', 'c: gone']);
});

test('a watcher that leaves while the abort is being told is not told', () => {
  const controller = new AbortController();
  const heard: string[] = [];
  const first = watchAbort(controller.signal, { callerAborted: () => heard.push('first') });
  watchAbort(controller.signal, {
    callerAborted: () => {
      heard.push('second');
      first.leave();
    },
  });
  controller.abort();
  expect(heard).toEqual(['second']);
});

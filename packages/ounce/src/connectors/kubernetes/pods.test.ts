import { expect, test } from 'vitest';
import { instanceOf, isOver, podSchema } from './pods.ts';

const at = (second: number) => `2026-11-27T02:00:${String(second).padStart(2, '0')}Z`;
const ms = (second: number) => Date.parse(at(second));

/** A pod as the API tells it, of which only the status matters here. */
function pod(status: object, more: object = {}) {
  const metadata = { name: 'consumer-0', uid: 'a', creationTimestamp: at(0), ...more };
  return podSchema.parse({ metadata, status: { phase: 'Running', startTime: at(1), ...status } });
}
const ready = (status: string, second: number) => [{ type: 'Ready', status, lastTransitionTime: at(second) }];
const container = (state: object, restartCount = 0) => [{ restartCount, state }];

test('a pod that has just been made is starting, also before it has a status', () => {
  const bare = podSchema.parse({ metadata: { name: 'a', uid: 'a', creationTimestamp: at(0) } });
  expect(instanceOf(bare)).toMatchObject({ state: 'starting', startedAtMs: ms(0), restarts: 0 });
  expect(instanceOf(pod({ conditions: ready('False', 2) })).state).toBe('starting');
});

test('ready since; its address has a port when one is known', () => {
  const one = pod({
    conditions: ready('True', 9),
    podIP: 'fd00::1',
    containerStatuses: container({ running: { startedAt: at(3) } }),
  });
  expect(instanceOf(one, 8080)).toEqual({
    ...{ id: 'consumer-0', state: 'ready', restarts: 0, startedAtMs: ms(3), readyAtMs: ms(9) },
    url: 'http://[fd00::1]:8080',
  });
  expect(instanceOf(one).url).toBeUndefined();
});

test('one that was ready before is unready, not starting', () => {
  expect(instanceOf(pod({ conditions: ready('False', 50) })).state).toBe('unready');
  expect(instanceOf(pod({ conditions: ready('False', 2), containerStatuses: container({}, 1) })).state).toBe(
    'unready',
  );
});

test('a container that is started again begins a new life', () => {
  const again = pod({
    conditions: ready('True', 40),
    containerStatuses: container({ running: { startedAt: at(39) } }, 2),
  });
  expect(instanceOf(again)).toMatchObject({ startedAtMs: ms(39), restarts: 2 });
});

test.each(['CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull', 'CreateContainerConfigError'])(
  '%s has failed',
  (reason) => {
    const waiting = pod({
      conditions: ready('False', 2),
      containerStatuses: container({ waiting: { reason } }),
    });
    expect(instanceOf(waiting).state).toBe('failed');
  },
);

test('one that is being deleted drains; one that has ended is none', () => {
  expect(instanceOf(pod({ conditions: ready('True', 9) }, { deletionTimestamp: at(30) })).state).toBe(
    'draining',
  );
  expect([pod({ phase: 'Failed' }), pod({ phase: 'Succeeded' }), pod({})].map(isOver)).toEqual([
    true,
    true,
    false,
  ]);
});

import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { launchers, whenGone } from './launchers.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function start(): number {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  started.push(child);
  return child.pid!;
}

test('the wrapper counts only when it is the parent: an inherited mark is of somebody else', () => {
  expect(launchers({ OUNCE_LAUNCHER: '1' }, 1)).toEqual([1]);
  expect(launchers({ OUNCE_LAUNCHER: '77' }, 1)).toEqual([]);
  expect(launchers({}, 1)).toEqual([]);
});

test('it is told when one of them is killed, once', async () => {
  const [one, other] = [start(), start()];
  let times = 0;
  const told = new Promise<void>((resolve) => {
    whenGone([one, other], () => {
      times++;
      resolve();
    });
  });
  process.kill(other, 'SIGKILL');
  await told;
  expect(times).toBe(1);
});

test('without any there is nothing to look at', () => {
  expect(whenGone([], () => expect.unreachable())).toBeTypeOf('function');
});

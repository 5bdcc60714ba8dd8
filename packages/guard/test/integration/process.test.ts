// A real Node process for each test: only there can one see what keeps a process alive, and what a million calls leave behind.
import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';

const index = new URL('../../src/index.ts', import.meta.url).href;

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a module in a Node process of its own and gives what it printed. One that does not end by itself is killed (`code` is then `null`). */
function run(script: string, giveUpMs = 120_000): Promise<Ended> {
  const source = `import * as guard from ${JSON.stringify(index)};\n${script}`;
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const killer = setTimeout(() => child.kill('SIGKILL'), giveUpMs);
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearTimeout(killer);
      resolve({ code, output });
    }),
  );
}

/** Prints `lasted N`: how long the process lived on after its last statement. */
const measureExit = `
  const endedMs = performance.now();
  process.on('exit', () => console.log('lasted', Math.round(performance.now() - endedMs)));
`;

test('with a breaker open and timeouts settled, node exits at once', async () => {
  const { code, output } = await run(
    `
    const g = guard.createGuard({ defaults: { budgetMs: 60_000, retry: null, breaker: { minimumCalls: 1, breakMs: 600_000, maxBreakMs: 600_000 } } });
    const down = () => Promise.reject(new Error('down'));
    for (let call = 0; call < 3; call++) await g.policy('a').execute(down).catch(() => {});
    if (g.policy('a').breaker.state !== 'open') throw new Error('not open');
    await g.policy('b').execute(() => 'quick');
    await g.policy('c').execute(() => new Promise(() => {}), { budgetMs: 20 }).catch(() => {});
    const limiter = new guard.Bulkhead({ name: 'x' });
    await limiter.execute(() => 1);
    await new guard.CircuitBreaker({ name: 'coarse' }).execute(async () => 1);
    ${measureExit}`,
    20_000,
  );
  expect(output).toMatch(/^lasted \d{1,3}\n$/);
  expect(code).toBe(0);
});

test('a process does not end while somebody waits for a guarded call, and ends when nobody does', async () => {
  const { code, output } = await run(`
    const g = guard.createGuard({ defaults: { budgetMs: 10_000, retry: { baseDelayMs: 300, jitter: 'decorrelated' } } });
    let calls = 0;
    const value = await g.policy('a').execute(async () => { if (++calls < 2) throw new Error('down'); return 'second'; }, { idempotent: true });
    console.log(value);
    await g.policy('b').execute(() => new Promise(() => {}), { budgetMs: 50 }).catch((error) => console.log(error.name));
    // The process is held for the long call when the short one ends both.
    const cancel = new AbortController();
    const long = g.policy('c').execute(() => new Promise(() => {}), { budgetMs: 60_000, signal: cancel.signal }).catch((error) => console.log(error));
    await g.policy('b').execute(() => new Promise(() => {}), { budgetMs: 50 }).catch(() => cancel.abort('cancelled'));
    await long;
    ${measureExit}`);
  expect(output).toMatch(/^second\nDeadlineError\ncancelled\nlasted \d{1,3}\n$/);
  expect(code).toBe(0);
});

test('1 million timed-out calls leave no timer, no listener and no unhandled rejection behind', async () => {
  const { code, output } = await run(`
    import { getEventListeners } from 'node:events';
    let unhandled = 0;
    process.on('unhandledRejection', () => unhandled++);
    const g = guard.createGuard({ defaults: { budgetMs: 5, retry: null, breaker: { mode: 'disabled' } } });
    const policy = g.policy('a');
    const shutdown = new AbortController();
    let calls = 0;
    const hang = (context) => { if (++calls % 10 === 0) context.signal; return new Promise((_, reject) => { late.push(reject); }); };
    let late = [];
    let timedOut = 0;
    const batch = async (size) => {
      const pending = [];
      for (let call = 0; call < size; call++)
        pending.push(policy.execute(hang, { signal: shutdown.signal }).catch((error) => { if (error instanceof guard.DeadlineError) timedOut++; }));
      await Promise.all(pending);
      // The work fails after its caller has gone.
      for (const reject of late) reject(new Error('late'));
      late = [];
    };
    const heap = async () => {
      // Abort controllers are freed by finalizers, which take a few turns.
      for (let turn = 0; turn < 5; turn++) { await new Promise((resolve) => setTimeout(resolve, 10)); gc(); }
      return process.memoryUsage().heapUsed;
    };
    for (let round = 0; round < 4; round++) await batch(25_000);
    const before = await heap();
    for (let round = 0; round < 36; round++) await batch(25_000);
    const after = await heap();
    await new Promise((resolve) => setTimeout(resolve, 100));
    console.log(JSON.stringify({
      timedOut, unhandled,
      listeners: getEventListeners(shutdown.signal, 'abort').length,
      timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
      inFlight: policy.counters.inFlight,
      grewKiB: Math.round((after - before) / 1024),
    }));`);
  const result = JSON.parse(output);
  expect(result).toMatchObject({ timedOut: 1_000_000, unhandled: 0, listeners: 0, timers: 0, inFlight: 0 });
  expect(result.grewKiB).toBeLessThan(1_024);
  expect(code).toBe(0);
});

test('1 million rejections leave memory flat', async () => {
  const { code, output } = await run(`
    const g = guard.createGuard({ defaults: { retry: null, breaker: { minimumCalls: 1, breakMs: 600_000, maxBreakMs: 600_000 } } });
    const policy = g.policy('a');
    await policy.execute(() => Promise.reject(new Error('down'))).catch(() => {});
    let rejected = 0;
    const batch = async (size) => {
      for (let call = 0; call < size; call++)
        try { await policy.execute(() => 1); } catch (error) { if (error instanceof guard.BreakerOpenError) rejected++; }
    };
    await batch(100_000);
    gc();
    const before = process.memoryUsage().heapUsed;
    await batch(900_000);
    gc();
    console.log(JSON.stringify({ rejected, grewKiB: Math.round((process.memoryUsage().heapUsed - before) / 1024) }));`);
  const result = JSON.parse(output);
  expect(result.rejected).toBe(1_000_000);
  expect(result.grewKiB).toBeLessThan(512);
  expect(code).toBe(0);
});

test('5 million guarded calls leave memory flat', async () => {
  const { output } = await run(`
    const g = guard.createGuard();
    const policy = g.policy('a');
    const work = async () => 1;
    const batch = async (size) => { for (let call = 0; call < size; call++) await policy.execute(work, { idempotent: true }); };
    await batch(200_000);
    gc();
    const before = process.memoryUsage().heapUsed;
    await batch(5_000_000);
    gc();
    console.log(JSON.stringify({ grewKiB: Math.round((process.memoryUsage().heapUsed - before) / 1024) }));`);
  expect(JSON.parse(output).grewKiB).toBeLessThan(512);
});

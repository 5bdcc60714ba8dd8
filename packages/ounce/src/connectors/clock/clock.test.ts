import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { clockContract } from '../../ports/clock.contract.ts';
import { systemClock } from './index.ts';

clockContract(() => ({ clock: systemClock(), pass: async () => {} }));

describe('systemClock', () => {
  it('stays near the wall clock', () => {
    const before = Date.now();
    const now = systemClock().nowMs();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it.each([
    { keepsProcessAlive: true, prints: 'woken' },
    { keepsProcessAlive: false, prints: '' },
  ])(
    'with keepsProcessAlive: $keepsProcessAlive, a process that only sleeps prints “$prints”',
    async (row) => {
      const module = fileURLToPath(new URL('./index.ts', import.meta.url));
      const script = `import { systemClock } from ${JSON.stringify(module)};
      systemClock({ keepsProcessAlive: ${row.keepsProcessAlive} }).sleep(200).then(() => console.log('woken'));`;
      const args = ['--input-type=module-typescript', '--eval', script];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      expect(stdout.trim()).toBe(row.prints);
    },
  );
});

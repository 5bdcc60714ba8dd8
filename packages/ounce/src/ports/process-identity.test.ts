import { describe, expect, it } from 'vitest';
import { identify, identifyWithPs, isAlive, readPs, readStat } from './process-identity.ts';

describe('identify', () => {
  it('gives a process the same name each time, and knows that it is alive', () => {
    const mine = identify(process.pid);
    expect(mine?.dead).toBe(false);
    expect(identify(process.pid)).toEqual(mine);
    expect(isAlive({ pid: process.pid, startTime: mine!.startTime })).toBe(true);
  });

  it('does not take another process of the same pid for the one that was recorded', () => {
    expect(isAlive({ pid: process.pid, startTime: 'another boot:1234' })).toBe(false);
  });

  it('knows no process with a pid that nobody has', () => {
    expect(identify(2 ** 30)).toBeUndefined();
    expect(identifyWithPs(2 ** 30)).toBeUndefined();
  });

  it.skipIf(process.platform !== 'linux')('reads past a program name with spaces and parentheses', () => {
    const rest = Array.from({ length: 48 }, (_, at) => (at === 18 ? '987654' : String(at))).join(' ');
    const { startTime, dead } = readStat(`4242 (my (odd) prog) Z ${rest}`);
    expect(startTime).toMatch(/^[0-9a-f-]{36}:987654$/);
    expect(dead).toBe(true);
  });

  it('reads what ps says on macOS', () => {
    const found = readPs('Ss   Mon Nov 23 22:16:32 2026\n');
    expect(found).toEqual({ startTime: 'Mon Nov 23 22:16:32 2026', dead: false });
    expect(readPs('Z+ Mon Nov 23 22:16:32 2026').dead).toBe(true);
    expect(readPs('T  Mon Nov 23 22:16:32 2026').stopped).toBe(true);
  });
});

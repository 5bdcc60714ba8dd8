import { describe, expect, it } from 'vitest';
import { coverageLines, coverageSummary, healthLines, restartLines } from './guard-lines.ts';

const audited = (service: string, guarded: number, calls: number) => ({
  ...{ service, guarded, calls, files: 3 },
  ...{ actor: 'local', auditedAtMs: 0 },
});
const live = (service: string, region: string, guarded: number, calls: number) => ({
  ...{ service, region, guarded, calls },
  instances: 1,
});

describe('coverage for people', () => {
  const answer = {
    items: [audited('action-handler', 5, 5), audited('consumer', 4, 5)],
    live: [live('consumer', 'eu', 1, 2), live('consumer', 'us', 2, 2), live('mail', 'eu', 99, 100)],
  };

  it('has code and live side by side, live over all regions', () => {
    expect(coverageLines(answer).map((line) => line.replace(/ +/g, ' '))).toEqual([
      'service in code calls audited live calls',
      'action-handler 100 % 5 of 5 1970-01-01T00:00:00.000Z – –',
      'consumer 80 % 4 of 5 1970-01-01T00:00:00.000Z 75 % 3 of 4',
      'mail – – never 99 % 99 of 100',
    ]);
    expect(coverageLines({ items: [], live: [] })[0]).toContain('No audit was recorded');
  });

  it('is one line below the preventions, and none where nobody has looked', () => {
    expect(coverageSummary(answer)[1]).toBe(
      'Guarded outgoing calls: action-handler 100 %, consumer 80 %, mail 99 % live',
    );
    expect(coverageSummary({ items: [], live: [] })).toEqual([]);
  });
});

it('an instance that fails says why, and a restart that is not over says so', () => {
  const instance = {
    ...{ id: 'consumer-1', state: 'ready', startedAtMs: 0, failuresInRow: 2 },
    probe: { kind: 'down' as const, atMs: 9_000, why: 'no answer within 0.4 s' },
  };
  const service = { service: 'consumer', region: 'local', intervalMs: 500, dependencies: [] };
  expect(healthLines([{ ...service, instances: [instance] }], 10_000)[1]).toMatch(
    /consumer-1 .* down .* 1\.0 s ago .* 2 failures in a row: no answer within 0\.4 s/,
  );
  const restart = {
    ...{ seq: 1, atMs: 0, decisionId: 'd', service: 'consumer', region: 'local' },
    ...{ instance: 'consumer-1', control: 'service-health', why: 'It failed.', detectMs: 1_000 },
  };
  expect(restartLines([restart])[1]).toMatch(/consumer-1 .* 1\.0 s .* not back yet .* It failed\./);
  expect(restartLines([{ ...restart, recoverMs: 2_600 }])[1]).toContain('2.6 s');
});

import { expect, test } from 'vitest';
import type { RestartView } from '../../api/types.ts';
import { circuitsCsv, restartsCsv } from './circuits-csv.ts';

const ref = { service: 'gateway', region: 'eu-1' };

test('circuits are saved with their counts, restarts with empty cells for what is not over', () => {
  const group = {
    ...{ key: 'a', ...ref, dependency: 'payments', endpoint: '', state: 'open' as const, sinceMs: 0 },
    ...{ instances: 3, notClosed: 2, calls: 10, failures: 4, rejected: 7 },
  };
  expect(circuitsCsv([group]).split(/\r?\n/)[1]).toBe(
    'gateway,eu-1,payments,,open,1970-01-01T00:00:00.000Z,3,2,10,4,7',
  );
  const restart = {
    ...{ seq: 1, ...ref, instance: 'gateway-1', atMs: 0, detectMs: 2500, why: 'It hangs, again.' },
    ...{ decisionId: 'd', control: 'service-health' },
  } as RestartView;
  expect(restartsCsv([restart]).split(/\r?\n/)[1]).toBe(
    'gateway,eu-1,gateway-1,1970-01-01T00:00:00.000Z,2500,,"It hangs, again."',
  );
});

import { expect, it } from 'vitest';
import { coverageRows, sharePercent } from './coverage-rows.ts';

const audit = (service: string, guarded: number, calls: number) => ({
  ...{ service, guarded, calls },
  ...{ files: 1, actor: 'local', auditedAtMs: 1 },
});
const live = (service: string, region: string, guarded: number, calls: number) => ({
  ...{ service, region, guarded, calls },
  instances: 1,
});

it('has a row for each service, the least covered first, live counts over all regions', () => {
  const rows = coverageRows({
    items: [audit('action-handler', 4, 4), audit('consumer', 4, 5)],
    live: [live('consumer', 'eu', 1, 2), live('consumer', 'us', 2, 2), live('mail', 'eu', 0, 9)],
  });
  expect(rows).toMatchObject([
    { service: 'mail', live: { calls: 9, guarded: 0 } },
    { service: 'consumer', audited: { guarded: 4 }, live: { calls: 4, guarded: 3 } },
    { service: 'action-handler' },
  ]);
});

it('says 100 % only of all', () => {
  expect(sharePercent({ calls: 1_000, guarded: 999 })).toBe('99 %');
  expect(sharePercent({ calls: 1_000, guarded: 1_000 })).toBe('100 %');
  expect(sharePercent({ calls: 0, guarded: 0 })).toBe('–');
});

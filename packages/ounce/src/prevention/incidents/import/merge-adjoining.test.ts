import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ImportedIncident } from './imported-incident.ts';
import { mergeAdjoining } from './merge-adjoining.ts';

function row(
  startedAtMs: number,
  resolvedAtMs: number | undefined,
  severity: 1 | 2 | 3 | 4,
  service = 'api',
) {
  const incident: ImportedIncident = {
    ...{ externalId: `${service}/${startedAtMs}`, assumed: [], type: 'outage', service, region: 'local' },
    ...{ severity, drill: false, summary: `severity ${severity}`, startedAtMs, detectedAtMs: startedAtMs },
    ...(resolvedAtMs === undefined ? {} : { resolvedAtMs }),
  };
  return incident;
}

test('degraded, down, degraded without a gap is one incident, as bad as its worst part, known by its first row', () => {
  const merged = mergeAdjoining(
    [row(0, 10, 3), row(10, 20, 2), row(20, 50, 3), row(5000, undefined, 3)],
    1000,
  );
  expect(merged).toHaveLength(2);
  expect(merged[0]).toMatchObject({
    ...{ externalId: 'api/0', severity: 2, summary: 'severity 2', startedAtMs: 0, resolvedAtMs: 50 },
  });
});

test('another service, a gap, or a row without an end keeps them apart', () => {
  expect(mergeAdjoining([row(0, 10, 3), row(10, 20, 2, 'web')], 1000)).toHaveLength(2);
  expect(mergeAdjoining([row(0, 10, 3), row(1011, 1020, 2)], 1000)).toHaveLength(2);
  expect(mergeAdjoining([row(0, undefined, 3), row(10, 20, 2)], 1000)).toHaveLength(2);
});

test('however the rows of a chain are cut and shuffled, no time is lost and none is won', () => {
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { maxLength: 20 });
  fc.assert(
    fc.property(cuts, fc.integer(), (inner, seed) => {
      const edges = [0, ...inner, 1000].sort((a, b) => a - b);
      const rows = edges.slice(1).map((end, i) => row(edges[i]!, end, 3));
      const shuffled = rows.toSorted(
        (a, b) => ((a.startedAtMs * 31 + seed) % 7) - ((b.startedAtMs * 31 + seed) % 7),
      );
      const merged = mergeAdjoining(shuffled, 0);
      expect(merged).toHaveLength(1);
      expect(merged[0]).toMatchObject({ startedAtMs: 0, resolvedAtMs: 1000 });
    }),
  );
});

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Served, serve } from '../api/served.ts';
import { hasAlertmanager, type RunningAlertmanager, startAlertmanager } from './alertmanager-server.ts';

const token = 'intake-token-of-the-tests';
const labels = {
  alertname: 'DeepQueue',
  service: 'consumer',
  severity: 'page',
  incident_type: 'queue_backlog',
};
const annotations = { summary: 'The queue is deep.' };
const patience = { timeout: 60_000, interval: 100 };

// The package prometheus-alertmanager brings it; without it there is nothing to test against.
describe.skipIf(!hasAlertmanager)('a real Alertmanager (prometheus-alertmanager)', () => {
  let served: Served;
  /** How much has been said about incidents. */
  let written = 0;
  let alertmanager: RunningAlertmanager;
  beforeAll(async () => {
    served = await serve({ intake: { token } });
    served.context.ledger.subscribe((events) => {
      written += events.filter(({ kind }) => kind.startsWith('incident.')).length;
    });
    alertmanager = await startAlertmanager({ url: `${served.url}/api/intake/alertmanager`, token });
  });
  afterAll(async () => {
    await alertmanager?.close();
    await served?.close();
  });

  const incidents = () =>
    served.context.ledger.query.incidents().items.filter(({ source }) => source === 'alertmanager');

  test('firing opens one incident, told again and restarted it stays one, resolved closes it, and firing anew opens the next', async () => {
    const startsAt = new Date(Date.now() - 60_000);
    const firing = { labels, annotations, startsAt: startsAt.toISOString() };
    await alertmanager.tell([firing]);
    await vi.waitFor(() => expect(incidents()).toHaveLength(1), patience);
    expect(incidents()[0]).toMatchObject({
      ...{ type: 'queue_backlog', service: 'consumer', severity: 1, summary: annotations.summary },
      startedAtMs: startsAt.getTime(),
    });

    const before = written;
    await alertmanager.restart();
    // Prometheus sends its alerts again all the time; a restarted Alertmanager tells of them as if they were new.
    await alertmanager.tell([firing]);
    const other = { ...firing, labels: { ...labels, alertname: 'Other', service: 'gateway' } };
    await alertmanager.tell([other]);
    await vi.waitFor(() => expect(incidents()).toHaveLength(2), patience);
    expect(written).toBe(before + 1);

    const endsAt = new Date(Date.now() - 1000);
    await alertmanager.tell([
      { ...firing, endsAt: endsAt.toISOString() },
      { ...other, endsAt: endsAt.toISOString() },
    ]);
    await vi.waitFor(() => {
      expect(incidents().map(({ resolvedAtMs }) => resolvedAtMs)).toEqual([
        endsAt.getTime(),
        endsAt.getTime(),
      ]);
    }, patience);

    const anew = { labels, annotations, startsAt: new Date().toISOString() };
    await alertmanager.tell([anew]);
    await vi.waitFor(() => expect(incidents()).toHaveLength(3), patience);
    expect(incidents()[0]).toMatchObject({ service: 'consumer' });
    expect(incidents()[0]?.resolvedAtMs).toBeUndefined();
  });
});

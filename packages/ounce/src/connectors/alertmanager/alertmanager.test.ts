import { expect, test } from 'vitest';
import type { Notification } from '../../ports/index.ts';
import { notifierContract } from '../../ports/notifier.contract.ts';
import { harnessOf, instantClock, startReceiver } from '../../ports/test-receiver.ts';
import { type Alert, alertOf } from './alert.ts';
import { alertmanagerNotifier } from './index.ts';

function read(body: string): Notification {
  const [{ labels, annotations, startsAt }] = JSON.parse(body) as [Alert];
  const { alertname: _, severity, notification, ...own } = labels;
  return {
    ...{ id: notification!, atMs: Date.parse(startsAt), labels: own },
    kind: annotations.kind as Notification['kind'],
    severity: severity as Notification['severity'],
    title: annotations.summary!,
    text: annotations.description!,
  };
}

notifierContract(() => harnessOf((url, clock) => alertmanagerNotifier({ clock, url }), read));

test('posts to API v2 below the address, with the token', async () => {
  const receiver = await startReceiver(200);
  const notifier = alertmanagerNotifier({
    ...{ clock: instantClock(), url: `${receiver.url}/am/`, bearerToken: 'secret' },
  });
  const notification: Notification = {
    ...{ id: 'r-1', atMs: 0, kind: 'prevention_failure_detected', severity: 'critical' },
    ...{
      title: 'Again',
      text: 'Twice in 30 days.',
      labels: { 'incident type': 'queue_backlog', '2nd': 'x' },
    },
  };
  await notifier.notify(notification, new AbortController().signal);
  expect(receiver.received[0]).toMatchObject({
    path: '/am/api/v2/alerts',
    headers: { authorization: 'Bearer secret' },
  });
  expect(alertOf(notification, 60_000)).toMatchObject({
    labels: {
      ...{ alertname: 'prevention_failure_detected', severity: 'critical', notification: 'r-1' },
      ...{ incident_type: 'queue_backlog', _2nd: 'x' },
    },
    startsAt: '1970-01-01T00:00:00.000Z',
    endsAt: '1970-01-01T00:01:00.000Z',
  });
  await receiver.close();
});

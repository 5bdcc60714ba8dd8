import { isOunceError } from '@ounce/core';
import { expect, test } from 'vitest';
import type { Notification } from '../../ports/index.ts';
import { notifierContract } from '../../ports/notifier.contract.ts';
import { harnessOf, instantClock, startReceiver } from '../../ports/test-receiver.ts';
import { pagerDutyNotifier } from './index.ts';

function read(body: string): Notification {
  const event = JSON.parse(body);
  expect(event).toMatchObject({ routing_key: 'key-of-the-tests', event_action: 'trigger' });
  const { summary, severity, timestamp, class: kind, custom_details: details } = event.payload;
  return {
    ...{ id: event.dedup_key, atMs: Date.parse(timestamp), kind, severity, title: summary },
    ...{ text: details.text, labels: details.labels },
  };
}

notifierContract(() =>
  harnessOf((url, clock) => pagerDutyNotifier({ clock, url, routingKey: 'key-of-the-tests' }), read),
);

test('says what PagerDuty did not like, and does not try it again', async () => {
  const receiver = await startReceiver(202);
  receiver.answersWith(400, '{"status":"invalid event","message":"Event object is invalid"}');
  const notifier = pagerDutyNotifier({ clock: instantClock(), url: receiver.url, routingKey: 'k' });
  const notification: Notification = {
    ...{ id: 'r-1', atMs: 0, kind: 'freeze', severity: 'info', title: 'x', text: 'x', labels: {} },
  };
  const error = await notifier
    .notify(notification, new AbortController().signal)
    .catch((thrown: unknown) => thrown);
  expect(isOunceError(error) && error.message).toMatch(/in 1 try: it answered 400 .*Event object is invalid/);
  expect(isOunceError(error) && error.retry).toBe(false);
  expect(receiver.received).toHaveLength(1);
  await receiver.close();
});

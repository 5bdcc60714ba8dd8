import type { NewEvent, Prevention, Review, ServiceRef } from '@ounce/core';

/** Events of the prevention framework, each possible at that point; `i` makes their ids and chooses among them. */
export function* samplePreventionEvents(
  i: number,
  atMs: number,
  { service }: ServiceRef,
): Generator<NewEvent, void> {
  const by = { atMs, actor: 'local' };
  const preventionId = `prevention-${i}`;
  const recurrenceId = `REC-${i}`;
  const subject = `prevention:${preventionId}`;
  const told = { notificationId: recurrenceId, channel: 'slack:1', attempt: 1 };
  switch (i % 6) {
    case 0:
      yield {
        ...by,
        subject,
        kind: 'prevention.saved',
        data: { prevention: preventionOf(preventionId, atMs) },
      };
      return;
    case 1:
      yield {
        ...by,
        subject: `review:${i}`,
        kind: 'review.saved',
        data: { review: reviewOf(`INC-of-${i}`, atMs) },
      };
      return;
    case 2:
      yield {
        ...by,
        subject: 'recurrence',
        kind: 'recurrence.detected',
        data: { recurrence: recurrenceOf(i, atMs) },
      };
      yield {
        ...{ ...by, subject, kind: 'prevention.review_opened' },
        data: { preventionId, recurrenceId, why: 'It occurred twice within 30 days.' },
      };
      yield {
        ...{ ...by, subject, kind: 'prevention.review_closed' },
        data: { preventionId, recurrenceId, outcome: 'fix', why: 'The ceiling was too low.' },
      };
      return;
    case 3:
      yield {
        ...{ ...by, subject: 'notification', kind: 'notification.claimed' },
        data: { ...told, untilMs: atMs + 120_000 },
      };
      if (i % 4 === 3) yield { ...by, subject: 'notification', kind: 'notification.sent', data: told };
      else {
        const failed = { ...told, why: 'It answered 503.', retry: true };
        yield { ...by, subject: 'notification', kind: 'notification.failed', data: failed };
      }
      return;
    case 4:
      yield {
        ...{ ...by, subject: 'tickets:desk', kind: 'tickets.counted' },
        data: { source: 'desk', sinceMs: atMs - 86_400_000, untilMs: atMs, count: i % 50, service },
      };
      return;
    default:
      yield {
        ...{ ...by, subject: 'fleet', kind: 'governor.started' },
        data: { version: '1', fleet: 'shop', governor: `g-${i % 3}`, intervalsMs: { queueDepthMs: 10_000 } },
      };
      yield {
        ...{ ...by, subject: 'fleet', kind: 'governor.stopped' },
        data: { why: 'asked to stop', governor: `g-${i % 3}` },
      };
  }
}

function preventionOf(id: string, atMs: number): Prevention {
  return {
    ...{ id, version: 1, title: `The prevention ${id}`, incidentTypes: ['queue_backlog'] },
    ...{
      rootCauses: ['no-forecast'],
      kind: 'architecture',
      oldApproach: 'None.',
      newApproach: ['Forecast.'],
    },
    ...{ owner: 'sre', priority: 'P1', status: 'complete', checklist: [{ text: 'Do it', done: true }] },
    ...{ services: [], rollouts: [], completedAtMs: atMs, target: '2026-02-28' },
  };
}

function reviewOf(incidentId: string, atMs: number): Review {
  return {
    ...{ id: `PIR-${incidentId}`, incidentId, version: 1, status: 'finished', title: 'Queue backlog' },
    ...{ timeline: [{ atMs, text: 'It began.' }], rootCauses: ['no-forecast'], actions: [] },
    ...{ impact: 'Customers waited.', contributingFactors: 'A campaign.', whyNotCaught: 'No alert.' },
    ...{ wentWell: 'People answered.', lessons: 'Forecast.', resolution: 'Scaled out by hand.' },
  };
}

function recurrenceOf(i: number, atMs: number) {
  return {
    ...{ id: `REC-${i}`, type: 'queue_backlog', atMs, incidentIds: [`INC-${i}`] },
    rule: { count: 2, windowDays: 30, perService: false },
    preventions: [{ id: `prevention-${i}`, why: 'It is against incidents of this type.' }],
    says: 'queue_backlog occurred twice within 30 days.',
  };
}

import type { Notification } from '../../ports/index.ts';

/** A trigger event. Lengths are PagerDuty's: `dedup_key` 255, `summary` 1,024. */
export function pagerDutyEvent(notification: Notification, routingKey: string): object {
  const { id, atMs, kind, severity, title, text, labels } = notification;
  const { service, region } = labels;
  return {
    routing_key: routingKey,
    event_action: 'trigger',
    dedup_key: id.slice(0, 255),
    client: 'Ounce',
    payload: {
      summary: title.slice(0, 1024),
      source: service ?? 'ounce',
      severity,
      timestamp: new Date(atMs).toISOString(),
      class: kind,
      ...(service && { component: service }),
      ...(region && { group: region }),
      custom_details: { labels, text },
    },
  };
}

import type { Projection } from './projection.ts';

/** The outbox: how far each notification has come on each channel. */
export interface NotificationsTable {
  notification_id: string;
  channel: string;
  state: 'claimed' | 'sent' | 'failed';
  attempt: number;
  /** Of the newest word about it. */
  at_ms: number;
  /** While claimed: from then on another may claim it. */
  until_ms: number | null;
  actor: string;
  why: string | null;
  /** Of failed ones: whether another try can help. */
  retry: number;
}

// The second of two claims that crossed carries the same attempt, and changes nothing. What is sent stays sent.
const claim = `insert into notifications (notification_id, channel, state, attempt, at_ms, until_ms, actor, why, retry)
  values (?, ?, 'claimed', ?, ?, ?, ?, null, 0)
  on conflict (notification_id, channel) do update set state = 'claimed', attempt = excluded.attempt, at_ms = excluded.at_ms,
    until_ms = excluded.until_ms, actor = excluded.actor, why = null, retry = 0
  where state <> 'sent' and excluded.attempt = notifications.attempt + 1`;
const sent = `update notifications set state = 'sent', attempt = ?, at_ms = ?, until_ms = null, actor = ?, why = null, retry = 0
  where notification_id = ? and channel = ?`;
const failed = `update notifications set state = 'failed', at_ms = ?, until_ms = null, actor = ?, why = ?, retry = ?
  where notification_id = ? and channel = ? and state = 'claimed' and attempt = ?`;

export const projectNotifications: Projection = {
  tables: `create table notifications (
    notification_id text not null, channel text not null, state text not null, attempt integer not null, at_ms integer not null,
    until_ms integer, actor text not null, why text, retry integer not null, primary key (notification_id, channel)
  ) without rowid;`,
  on: {
    'notification.claimed': (db, { atMs, actor, data }) => {
      const { notificationId, channel, attempt, untilMs } = data;
      db.run(claim, notificationId, channel, attempt, atMs, untilMs, actor);
    },
    'notification.sent': (db, { atMs, actor, data: { notificationId, channel, attempt } }) => {
      db.run(sent, attempt, atMs, actor, notificationId, channel);
    },
    'notification.failed': (db, { atMs, actor, data }) => {
      const { notificationId, channel, attempt, why, retry } = data;
      db.run(failed, atMs, actor, why, Number(retry), notificationId, channel, attempt);
    },
  },
};

import type { Notification } from '../../../src/ports/index.ts';

export const notification: Notification = {
  ...{ id: 'REC-2-30-all-queue_backlog-INC-7', atMs: Date.now(), severity: 'warning' },
  kind: 'prevention_failure_detected',
  title: 'prevention_failure_detected: queue_backlog',
  text: 'queue_backlog occurred twice within 30 days; "Predictive scaling" did not stop it.',
  labels: { type: 'queue_backlog', prevention: 'predictive-scaling' },
};

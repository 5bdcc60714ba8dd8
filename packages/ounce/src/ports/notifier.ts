export interface Notification {
  /** Same id, same notification: receivers may drop repeats. */
  readonly id: string;
  readonly atMs: number;
  readonly kind:
    | 'incident.opened'
    | 'prevention_failure_detected'
    | 'incident.resolved'
    | 'review.overdue'
    | 'freeze'
    | 'experiment.finished'
    | 'capacity.shortage_ahead'
    | 'capacity.shortage_over'
    | 'report.issued'
    | 'governor';
  readonly severity: 'info' | 'warning' | 'critical';
  readonly title: string;
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Tells people. Rejects with an OunceError whose `retry` says whether another try can help. */
export interface Notifier {
  notify(notification: Notification, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

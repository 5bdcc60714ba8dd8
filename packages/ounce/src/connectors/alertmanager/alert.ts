import type { Notification } from '../../ports/index.ts';

/** Labels make an alert what it is, annotations describe it. */
export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** `endsAt` is named: without it Alertmanager would call the alert resolved after its `resolve_timeout` of five minutes. */
export function alertOf(notification: Notification, firesForMs: number): Alert {
  const { id, atMs, kind, severity, title, text, labels } = notification;
  const own = Object.entries(labels).map(([name, value]) => [labelName(name), value]);
  return {
    labels: { ...Object.fromEntries(own), alertname: labelName(kind), severity, notification: id },
    annotations: { summary: title, description: text, kind },
    startsAt: new Date(atMs).toISOString(),
    endsAt: new Date(atMs + firesForMs).toISOString(),
  };
}

/** Letters, digits and underscores are safe for Prometheus of every version. */
function labelName(name: string): string {
  return name.replace(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d)/, '_');
}

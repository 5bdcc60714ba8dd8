import type { JournalEvent } from '@ounce/core';
import type { Ledger } from '../ledger/index.ts';
import type { Notification, Notifier } from '../ports/index.ts';

/** Tells people what the ledger has taken in. A notifier that fails is logged and never holds anything up. */
export function notifyFrom(
  ledger: Ledger,
  notifiers: readonly Notifier[],
  log: (sentence: string) => void,
): () => Promise<void> {
  const stopped = new AbortController();
  const underWay = new Set<Promise<void>>();
  const unsubscribe = ledger.subscribe((events) => {
    for (const notification of events.flatMap((event) => notificationOf(event) ?? []))
      for (const notifier of notifiers) {
        const sent: Promise<void> = notifier
          .notify(notification, stopped.signal)
          .catch((error: Error) => log(`A notification was not delivered: ${error.message}`))
          .finally(() => underWay.delete(sent));
        underWay.add(sent);
      }
  });
  return async () => {
    unsubscribe();
    stopped.abort(new Error('the governor stops'));
    await Promise.all(underWay);
    await Promise.all(notifiers.map((notifier) => notifier.close()));
  };
}

function notificationOf(event: JournalEvent): Notification | undefined {
  const common = { id: `journal-${event.seq}`, atMs: event.atMs };
  switch (event.kind) {
    case 'incident.opened': {
      // A year of history is no reason to wake anybody.
      if (event.data.source === 'import') return undefined;
      const { type, service, region, severity, summary, drill } = event.data;
      return {
        ...common,
        kind: 'incident.opened',
        severity: severity <= 2 ? 'critical' : 'warning',
        title: `${drill ? 'Drill: ' : ''}${type} on ${service}`,
        text: summary,
        labels: { type, service, region, severity: String(severity), drill: String(drill) },
      };
    }
    case 'incident.resolved':
      if (event.data.source === 'import') return undefined;
      return {
        ...common,
        kind: 'incident.resolved',
        severity: 'info',
        title: 'Incident resolved',
        text: event.data.why,
        labels: { incident: event.data.incidentId },
      };
    case 'review.overdue': {
      const { incidentId, dueAtMs } = event.data;
      const title = `The review of ${incidentId} is overdue`;
      const due = new Date(dueAtMs).toISOString().slice(0, 16).replace('T', ' ');
      const text = `It was due at ${due} UTC. Begin with \`ounce pir create --incident-id ${incidentId}\`.`;
      const labels = { incident: incidentId };
      return { ...common, kind: 'review.overdue', severity: 'warning', title, text, labels };
    }
    case 'report.issued': {
      const { id, title, sections } = event.data.report;
      const text = sections.map((section) => `${section.title}: ${section.says[0] ?? ''}`).join('\n');
      return { ...common, kind: 'report.issued', severity: 'info', title, text, labels: { report: id } };
    }
    case 'freeze.set':
    case 'freeze.lifted': {
      const frozen = event.kind === 'freeze.set';
      const title = frozen ? 'Everything is frozen' : 'The freeze is lifted';
      const text = `${event.data.reason} (by ${event.actor})`;
      return { ...common, kind: 'freeze', severity: frozen ? 'warning' : 'info', title, text, labels: {} };
    }
    case 'experiment.finished': {
      const { verdict, experimentId } = event.data;
      const severity = verdict.kind === 'passed' ? 'info' : 'warning';
      const labels = { experiment: experimentId, verdict: verdict.kind };
      const title = `Experiment ${experimentId}: ${verdict.kind}`;
      return { ...common, kind: 'experiment.finished', severity, title, text: verdict.why, labels };
    }
    default:
      return undefined;
  }
}

import type { ActionRecord, ExperimentView, IncidentView } from '../api/types.ts';
import { readOnlyJournalOf } from '../app/connectors.ts';
import type { Config } from '../config/index.ts';
import { systemClock } from '../connectors/clock/index.ts';
import { seconds } from '../experiments/index.ts';
import { verifyJournal } from '../ledger/index.ts';
import type { Client } from './client.ts';

const actionsShown = 4;

/** What was done about an experiment's fault, step by step, and whether the evidence of it is whole. */
export async function whatItDid(
  view: ExperimentView,
  client: Client,
  { config, stateFolder }: { config: Config; stateFolder: string },
): Promise<string[]> {
  const { faultStartedAtMs: startedAtMs = view.startedAtMs } = view;
  const actions = await client.get<{ items: ActionRecord[] }>('/api/actions?limit=200');
  const incidents = await client.get<{ items: IncidentView[] }>('/api/incidents?limit=100');
  const after = (atMs: number | undefined) => (atMs === undefined ? 'not yet' : seconds(atMs - startedAtMs));
  const taken = actions.items
    .filter(({ outcome, atMs }) => outcome === 'taken' && atMs >= startedAtMs)
    .toReversed();
  const more = taken.length - actionsShown;
  return [
    'What Ounce did, from the start of the fault:',
    ...taken.slice(0, actionsShown).map(({ atMs, action, service, why }) => {
      const step = action.kind === 'scale' ? `${action.from} → ${action.to} replicas` : action.kind;
      return `  ${after(atMs).padStart(5)}  ${service}: ${step}. ${why}`;
    }),
    ...(more > 0 ? [`  and ${more} more (\`npx ounce status\`, or the console)`] : []),
    ...incidents.items
      .filter(({ experimentId }) => experimentId === view.id)
      .map(
        ({ type, service, detectedAtMs, mitigatedAtMs, resolvedAtMs }) =>
          `  incident ${type} on ${service}, marked as a drill: detected ${after(detectedAtMs)}, mitigated ${after(mitigatedAtMs)}, resolved ${after(resolvedAtMs)}`,
      ),
    `  ${await evidence(config, stateFolder)}`,
  ];
}

async function evidence(config: Config, stateFolder: string): Promise<string> {
  const journal = await readOnlyJournalOf(config, stateFolder);
  try {
    const report = await verifyJournal(journal, systemClock());
    return report.kind === 'intact'
      ? `evidence: ${report.events} events in the journal, every hash fits (\`npx ounce ledger verify\`)`
      : `evidence: the journal is broken at event ${report.seq}: ${report.says}`;
  } finally {
    await journal.close();
  }
}

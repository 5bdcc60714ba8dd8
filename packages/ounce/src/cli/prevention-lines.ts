import type { PreventionDetail, PreventionView } from '../api/types.ts';
import { table } from './output.ts';

const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
export const inWords = (status: string): string => status.replace('_', ' ');

/** One line for each prevention. */
export function preventionTable(items: readonly PreventionView[]): string[] {
  const rows = items.map(({ id, priority, status, owner, target, checklist, title }) => [
    ...[id, priority, inWords(status), owner || 'nobody', target ?? '–'],
    ...[`${checklist.filter(({ done }) => done).length}/${checklist.length}`, title],
  ]);
  return table([['id', 'priority', 'status', 'owner', 'target', 'steps', 'title'], ...rows]);
}

/** Everything that is known about one prevention, for people. */
export function preventionLines({
  prevention,
  history,
  verification,
  next,
  rootCauses,
  notes,
}: PreventionDetail): string[] {
  const { title, id, status, priority, owner, target, quarter, kind, checklist } = prevention;
  const { has, missing } = verification;
  return [
    `${title} (${id}, version ${prevention.version})`,
    `${inWords(status)} · ${priority} · ${owner || 'nobody named'} · target ${target ?? 'without an end'}` +
      `${quarter ? ` · in the roadmap of ${quarter}` : ''} · ${kind}`,
    ...named('Against', rootCauses.map((cause) => cause.title).join('; ')),
    ...named('Before', prevention.oldApproach),
    ...list('From now on', prevention.newApproach),
    ...list(
      'Steps',
      checklist.map(({ done, text }, at) => `${at + 1}. [${done ? 'x' : ' '}] ${text}`),
    ),
    ...named('Expected', prevention.expectedImpact?.says),
    ...named('Carried by', prevention.control),
    ...named('Verified by', prevention.experiment),
    ...list('Evidence', has),
    ...(status === 'verified' ? [] : list('Missing for verified', missing)),
    ...named('May become', next.map(inWords).join(', ')),
    ...list(
      'History',
      history.map(({ atMs, field, from, to, actor, reason }) => {
        const change = from === undefined ? (to ?? 'none') : `${from} → ${to ?? 'none'}`;
        return `${day(atMs)} ${field}: ${inWords(change)} by ${actor}${reason ? ` (${reason})` : ''}`;
      }),
    ),
    ...list(
      'Notes',
      notes.map(({ atMs, actor, text }) => `${day(atMs)} ${actor}: ${text}`),
    ),
  ];
}

const named = (name: string, says: string | undefined): string[] => (says ? [`${name}: ${says}`] : []);

function list(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${name}:`, ...lines.map((line) => `  ${line}`)];
}

import type { PreventionView } from '../../api/types.ts';
import type { IconName } from '../../components/icon.tsx';
import type { Tone } from '../../components/mark.tsx';
import { csvOf } from '../../format/csv.ts';

export type Status = PreventionView['status'];

export const statuses: readonly Status[] = [
  ...(['planned', 'pending', 'in_progress', 'rolling'] as const),
  ...(['complete', 'verified', 'ineffective', 'retired'] as const),
];

/** What each status looks like, and what it means. */
export const statusLooks: Readonly<
  Record<
    Status,
    { readonly label: string; readonly tone: Tone; readonly icon: IconName; readonly says: string }
  >
> = {
  planned: { label: 'Planned', tone: 'plain', icon: 'pending', says: 'Nobody has begun.' },
  pending: { label: 'Pending', tone: 'warn', icon: 'held', says: 'It waits for something else.' },
  in_progress: { label: 'In progress', tone: 'accent', icon: 'clock', says: 'Somebody works on it.' },
  rolling: {
    label: 'Rolling',
    tone: 'accent',
    icon: 'clock',
    says: 'It is done again and again, or rolled out.',
  },
  complete: { label: 'Complete', tone: 'good', icon: 'done', says: 'Every step of its checklist is done.' },
  verified: {
    ...{ label: 'Verified', tone: 'good', icon: 'good' },
    says: 'An experiment has passed after its completion and the measured effect agrees, or a person gave a reason.',
  },
  ineffective: { label: 'Ineffective', tone: 'bad', icon: 'bad', says: 'It was found not to help.' },
  retired: { label: 'Retired', tone: 'plain', icon: 'bad', says: 'It is no longer wanted.' },
};

/** Steps that undo something, or claim what no rule can check, ask for a reason. */
export function needsReason(from: Status, to: Status): boolean {
  const isDone = from === 'complete' || from === 'verified' || from === 'retired';
  return isDone || to === 'verified' || to === 'ineffective' || to === 'retired';
}

export function stepsDone({ checklist }: PreventionView): number {
  return checklist.filter(({ done }) => done).length;
}

export function preventionsCsv(items: readonly PreventionView[]): string {
  return csvOf(
    [
      'id',
      'title',
      'status',
      'priority',
      'owner',
      'target',
      'steps done',
      'steps',
      'incident types',
      'root causes',
    ],
    items.map((item) => [
      ...[item.id, item.title, item.status, item.priority, item.owner, item.target ?? ''],
      ...[String(stepsDone(item)), String(item.checklist.length)],
      ...[item.incidentTypes.join('; '), item.rootCauses.join('; ')],
    ]),
  );
}

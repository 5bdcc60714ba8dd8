import type { OverduePage, ReviewDetail, ReviewView } from '../api/types.ts';
import { plotLines } from '../prevention/reviews/index.ts';
import { table } from './output.ts';

const minute = (atMs: number) => new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');

export function reviewTable(items: readonly ReviewView[]): string[] {
  const rows = items.map(({ id, status, version, savedAtMs, owner, title }) => [
    ...[id, status, String(version), minute(savedAtMs), owner ?? 'nobody', title],
  ]);
  return table([['id', 'status', 'version', 'saved (UTC)', 'owner', 'title'], ...rows]);
}

export function overdueCount({ total, more }: OverduePage): string {
  return `${total.toLocaleString('en')}${more ? ' or more' : ''}`;
}

export function overdueLines(page: OverduePage, nowMs: number): string[] {
  const { items, total } = page;
  if (items.length === 0) return ['No review is overdue.'];
  const rows = items.map(({ incident, dueAtMs, reviewId }) => [
    ...[incident.id, `severity ${incident.severity}`, `${Math.floor((nowMs - dueAtMs) / 3_600_000)} h`],
    ...[reviewId ?? 'not begun', incident.summary],
  ]);
  const lines = table([['incident', 'severity', 'overdue for', 'review', 'what happened'], ...rows]);
  return total > items.length
    ? [...lines, `The ${items.length} longest overdue of ${overdueCount(page)}.`]
    : lines;
}

/** One review for people: what it says, what it still needs, and what could be done. */
export function reviewLines(detail: ReviewDetail): string[] {
  const { review, missing, suggestions, candidates, readings, dueAtMs } = detail;
  const titleOf = (id: string) => candidates.find((cause) => cause.id === id)?.title ?? id;
  const isFinished = review.status === 'finished';
  return [
    `${review.title} (${review.id}, version ${review.version})`,
    `${review.status}${!isFinished && dueAtMs !== undefined ? ` · due ${minute(dueAtMs)} UTC` : ''} · ${review.owner ?? 'nobody named'}`,
    ...section('Impact', review.impact),
    ...list(
      'Timeline (UTC)',
      review.timeline.map(({ atMs, text }) => `${new Date(atMs).toISOString().slice(0, 19)} ${text}`),
    ),
    ...list('Readings', plotLines(readings)),
    ...list('Root causes', review.rootCauses.map(titleOf)),
    ...section('Contributing factors', review.contributingFactors),
    ...section('Why it was not caught', review.whyNotCaught),
    ...section('What went well', review.wentWell),
    ...section('Lessons', review.lessons),
    ...section('Resolution', review.resolution),
    ...list(
      'Actions',
      review.actions.map(({ done, text, preventionId }) =>
        [`[${done ? 'x' : ' '}] ${text}`, ...(preventionId ? [`(${preventionId})`] : [])].join(' '),
      ),
    ),
    ...Object.entries(review.more ?? {}).flatMap(([heading, text]) => section(heading, text)),
    ...(isFinished ? [] : list('Still missing', missing)),
    ...(review.rootCauses.length === 0
      ? list(
          'Root causes to pick from',
          candidates.map(({ id, title }) => `${id}: ${title}`),
        )
      : []),
    ...list(
      'Suggested preventions',
      suggestions.map(({ prevention, why }) => `${prevention.id}: ${why}`),
    ),
  ];
}

const section = (name: string, text: string): string[] => list(name, text === '' ? [] : text.split('\n'));

function list(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${name}:`, ...lines.map((line) => `  ${line}`.trimEnd())];
}

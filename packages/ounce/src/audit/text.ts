import type { AuditedCall, AuditReport } from './audit.ts';
import type { Comparison } from './baseline.ts';
import type { Coverage } from './groups.ts';

export interface TextOptions {
  readonly onlyUnguarded: boolean;
  /** The baseline's name, if there is one. */
  readonly baseline?: string;
}

/** The report for people: every call, the coverage of each service, and one sentence at the end. */
export function toText(
  report: AuditReport,
  comparison: Comparison,
  { onlyUnguarded, baseline }: TextOptions,
): string[] {
  const shown = report.found.filter(({ guardedBy }) => !onlyUnguarded || guardedBy === undefined);
  const rows = shown.map((call) => [
    `${call.file}:${call.line}:${call.column}`,
    call.guardedBy ?? markOf(call, comparison, baseline),
    call.callee,
    call.way === undefined ? `in ${call.inside}` : `in ${call.inside}, by way of ${call.way}`,
  ]);
  return [
    ...(rows.length > 0 ? [...columns(rows), ''] : []),
    ...coverageLines(report),
    '',
    ...verdictLines(report, comparison, baseline),
  ];
}

function markOf(call: AuditedCall, { over }: Comparison, baseline: string | undefined): string {
  return baseline !== undefined && !over.has(call) ? 'NOT GUARDED (in the baseline)' : 'NOT GUARDED';
}

/** Coverage by service, package or folder. Where there are no calls there is nothing to be covered. */
export function coverageLines({ groups }: AuditReport): string[] {
  const withCalls = groups.filter(({ calls }) => calls > 0);
  const rows = withCalls.map((group) => [
    group.name,
    shareOf(group),
    `${group.guarded} of ${group.calls} calls guarded`,
  ]);
  const none = groups.length - withCalls.length;
  return [
    ...columns(rows),
    ...(none > 0 ? [`${none} ${withCalls.length > 0 ? 'more ' : ''}without any outgoing call`] : []),
  ];
}

/** Rounded down: 100 % is said only of all. */
export function shareOf({ calls, guarded }: Pick<Coverage, 'calls' | 'guarded'>): string {
  return calls === 0 ? 'no calls' : `${Math.floor((guarded / calls) * 100)} %`;
}

export function verdictLines(
  report: AuditReport,
  { over, gone }: Comparison,
  baseline: string | undefined,
): string[] {
  const { calls, guarded, files, tests, tangled } = report;
  const unguarded = calls - guarded;
  return [
    calls === 0
      ? `No outgoing call in ${files} files that were looked at.`
      : `${calls} outgoing calls in ${files} files: ${guarded} guarded, ${unguarded} not (${shareOf(report)} guarded).`,
    ...(baseline === undefined ? [] : [`${over.size} more than ${baseline} allows.`]),
    ...(gone > 0 ? [`${gone} of the baseline are gone: write it anew with --write-baseline.`] : []),
    ...(tests > 0 ? [`${tests} test files were left out; --include brings them in.`] : []),
    ...(tangled > 0 ? [`${tangled} expressions were too tangled to follow: calls may hide there.`] : []),
  ];
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

import type { ImportCounts, ImportedIncident, Prepared } from '../../prevention/incidents/index.ts';
import { table } from '../output.ts';
import { rejectLines } from './rejects.ts';
import type { WatchedWindow } from './watched-windows.ts';

export interface ImportReport {
  readonly file: string;
  readonly source: string;
  readonly target: string;
  readonly dryRun: boolean;
  readonly prepared: Prepared;
  readonly counts: ImportCounts;
  readonly windows: readonly WatchedWindow[];
  readonly tookMs: number;
  readonly unit: string;
  readonly rejectsFile?: string | undefined;
}

const day = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16)}Z`;

export function importLines(report: ImportReport): string[] {
  const { prepared, counts, windows, dryRun, tookMs } = report;
  const { incidents, rejected, rows, merged, passedOver } = prepared;
  const left = Object.entries(passedOver).map(([why, count]) => `${count} ${why}`);
  const speed = tookMs > 0 ? ` (${Math.round((rows * 1000) / tookMs).toLocaleString('en')} rows/s)` : '';
  const verb = dryRun ? 'would be ' : '';
  return [
    `${report.file}: ${rows} rows, as history "${report.source}" into ${report.target}`,
    ...table([
      ...Object.entries(prepared.columns).map(([field, column]) => ['', field, '←', column || '(nothing)']),
      ...(prepared.unused.length > 0 ? [['', 'not used', '', prepared.unused.join(', ')]] : []),
    ]),
    `${incidents.length} incidents${merged > 0 ? ` (${merged} rows go on where the row before ended)` : ''}` +
      `${left.length > 0 ? `; no incidents: ${left.join(', ')}` : ''}; ${rejected.length} rows cannot be used.`,
    ...rejectLines(rejected, report.unit),
    ...mostOf('severity', incidents, ({ severity }) => `${severity}`),
    ...mostOf('type', incidents, ({ type }) => type),
    ...mostOf('service', incidents, ({ service }) => service),
    ...watchedLines(windows),
    `${counts.opened} ${verb}new, ${counts.changed} ${verb}changed, ${counts.unchanged} the same${dryRun ? '. Nothing was written.' : `${speed}.`}`,
    ...(report.rejectsFile ? [`The rows that cannot be used are in ${report.rejectsFile}.`] : []),
  ];
}

function watchedLines(windows: readonly WatchedWindow[]): string[] {
  const several = windows.length > 1;
  return [
    ...windows.map(({ history, sinceMs, untilMs }) => {
      const from = `Watched from ${day(sinceMs)} to ${day(untilMs)}`;
      return several ? `${from}: ${history}` : `${from}; say so with --since and --until when it was longer.`;
    }),
    ...(several ? ['Say so with --since and --until when it was longer.'] : []),
    ...windows.flatMap(({ history, quiet }) =>
      quiet
        ? [
            `Nothing began in ${history} from ${day(quiet.startMs)} to ${day(quiet.endMs)}, which is too long for chance. ` +
              `If nobody watched then, say --unwatched ${day(quiet.startMs)}/${day(quiet.endMs)}, or rates come out too low.`,
          ]
        : [],
    ),
  ];
}

const shown = 5;

function mostOf(
  name: string,
  incidents: readonly ImportedIncident[],
  of: (incident: ImportedIncident) => string,
): string[] {
  const counts = new Map<string, number>();
  for (const incident of incidents) counts.set(of(incident), (counts.get(of(incident)) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1]);
  if (ranked.length === 0) return [];
  const rest = ranked.length > shown ? ` and ${ranked.length - shown} more` : '';
  const top = ranked.slice(0, shown).map(([value, count]) => `${value} ${count}`);
  return [`  by ${name}: ${top.join(', ')}${rest}`];
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const hourMs = 3_600_000;

const defaultFolder = fileURLToPath(new URL('../../../shared/data/forecast', import.meta.url));

/** The folder that should hold the series: FORECAST_DATA, or the one beside the repository; undefined when there is none. */
export function seriesFolder(): string | undefined {
  const folder = process.env.FORECAST_DATA ?? defaultFolder;
  return existsSync(folder) ? folder : undefined;
}

/** The folder with `m4/`, `nab/` and `traces/`. Throws, with what to do, when it is not there. */
export function dataFolder(): string {
  const folder = process.env.FORECAST_DATA ?? defaultFolder;
  if (existsSync(join(folder, 'm4'))) return folder;
  throw new Error(
    `There are no series in ${folder}. This benchmark reads the M4 hourly series and recorded traces, which are not part of ` +
      'the repository; set FORECAST_DATA to a folder with m4/, nab/ and traces/.',
  );
}

export interface M4Series {
  readonly id: string;
  readonly train: Float64Array;
  readonly test: Float64Array;
}

export function readM4(folder: string): M4Series[] {
  const tests = new Map(readRows(join(folder, 'm4/hourly-test.csv')));
  return readRows(join(folder, 'm4/hourly-train.csv')).map(([id, train]) => {
    const test = tests.get(id);
    if (test === undefined) throw new Error(`m4/hourly-test.csv has no row for ${id}`);
    return { id, train, test };
  });
}

function readRows(path: string): [string, Float64Array][] {
  return lines(path)
    .slice(1)
    .map((line) => {
      const [id, ...cells] = line.replaceAll('"', '').split(',');
      const there = cells.filter((cell) => cell.trim() !== '' && cell !== 'NA');
      return [id!, Float64Array.from(there, Number)];
    });
}

export interface Published {
  readonly name: string;
  readonly smape: number;
  readonly mase: number;
  readonly owa: number;
}

/** What the competition published for the whole set of 414 series, best first. */
export function readPublished(folder: string): Published[] {
  return lines(join(folder, 'm4/m4_hourly_published.csv'))
    .slice(1)
    .map((line) => {
      const [, id, author, smape, mase, owa] = /^\d+,([^,]*),"(.*)",([\d.]+),([\d.]+),([\d.]+)$/.exec(line)!;
      const name = author!.startsWith('-') ? id! : author!.replace(/ \(.*$/, '');
      return { name, smape: Number(smape), mase: Number(mase), owa: Number(owa) };
    });
}

export interface Trace {
  readonly name: string;
  readonly values: Float64Array;
  readonly stepMs: number;
}

/** One value a line after a comment with the step and a header; empty is missing. */
export function readTraces(folder: string): Trace[] {
  return files(join(folder, 'traces')).map((path) => {
    const [comment, , ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n');
    const seconds = Number(/step_s=(\d+)/.exec(comment!)?.[1]);
    const values = Float64Array.from(rows, (row) => (row.trim() === '' ? Number.NaN : Number(row)));
    return { name: basename(path, '.csv'), values, stepMs: seconds * 1000 };
  });
}

/** How often companies were named in tweets, by five minutes. */
export function readNabTweets(folder: string): Trace[] {
  const tweets = join(folder, 'nab/realTweets');
  if (!existsSync(tweets)) return [];
  return files(tweets).map((path) => {
    const values = Float64Array.from(readNab(path), ({ value }) => value);
    return { name: basename(path, '.csv'), values, stepMs: 300_000 };
  });
}

function readNab(path: string): { readonly atMs: number; readonly value: number }[] {
  return lines(path)
    .slice(1)
    .map((line) => line.split(','))
    .map(([at, value]) => ({ atMs: Date.parse(`${at!.replace(' ', 'T')}Z`), value: Number(value) }));
}

/** The NAB files as hourly means; hours without readings are missing. */
export function readNabHourly(folder: string): Trace[] {
  const paths = readdirSync(join(folder, 'nab')).flatMap((kind) => files(join(folder, 'nab', kind)));
  return paths.map((path) => {
    const rows = readNab(path);
    const startMs = rows[0]!.atMs;
    const hours = Math.floor((rows.at(-1)!.atMs - startMs) / hourMs) + 1;
    const sums = new Float64Array(hours);
    const counts = new Float64Array(hours);
    for (const { atMs, value } of rows) {
      const hour = Math.floor((atMs - startMs) / hourMs);
      sums[hour]! += value;
      counts[hour]!++;
    }
    return {
      name: basename(path, '.csv'),
      values: sums.map((sum, hour) => sum / counts[hour]!),
      stepMs: hourMs,
    };
  });
}

function lines(path: string): string[] {
  return readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
}

function files(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .sort()
    .map((file) => join(folder, file));
}

import { Readable } from 'node:stream';
import { createRandom } from '../../packages/core/src/statistics/random.ts';

const startMs = Date.UTC(2020, 0, 1);
const titles = [
  'Slow answers',
  'Errors at the edge',
  'Queue is not drained',
  '"Everything", said the page, is red',
];
const severities = ['critical', 'major', 'minor', 'none'];

/** A history as a status page exports it: made up, the same for the same length. */
export function historyCsv(rows: number): Readable {
  const random = createRandom(rows);
  const below = (count: number) => Math.floor(random() * count);
  function* lines(): Generator<string> {
    yield 'id,started_at,resolved_at,impact,components,title\r\n';
    for (let i = 0; i < rows; i++) {
      const startedMs = startMs + i * 60_000;
      const resolvedMs = startedMs + below(7_200_000);
      const iso = (atMs: number) => new Date(atMs).toISOString();
      const title = titles[below(titles.length)]!.replaceAll('"', '""');
      yield `${i},${iso(startedMs)},${iso(resolvedMs)},${severities[below(4)]},service-${below(50)},"${title}"\r\n`;
    }
  }
  return Readable.from(lines());
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PrometheusServer, prometheusBinary, startPrometheus } from '../connectors/prometheus-server.ts';
import { run, setUp } from './ounce.ts';

const hourMs = 3_600_000;
const stepS = 60;
const untilS = Math.floor(Date.now() / hourMs) * 3600;
const days = 10;
const sinceS = untilS - days * 86_400;

/** A counter that starts anew in the middle, ten to thirty a second by the hour of the day, and three instances. */
function past(): string {
  const [requests, up] = [[], []] as [string[], string[]];
  let total = 0;
  for (let atS = sinceS; atS < untilS; atS += stepS) {
    const rate = 20 + 10 * Math.sin(((atS % 86_400) / 86_400) * 2 * Math.PI);
    total = atS === sinceS + 5 * 86_400 ? 0 : total + rate * stepS;
    requests.push(`requests_total ${total.toFixed(0)} ${atS}`);
    for (const i of [1, 2, 3]) up.push(`up{job="shop",instance="${i}"} 1 ${atS}`);
  }
  const sorted = [1, 2, 3].flatMap((i) => up.filter((line) => line.includes(`instance="${i}"`)));
  return [...['# TYPE requests counter', ...requests, '# TYPE up gauge', ...sorted, '# EOF', '']].join('\n');
}

const skip = prometheusBinary ? '' : ' (skipped: prometheus is not installed)';

describe.skipIf(!prometheusBinary)(`backfill from a real Prometheus server${skip}`, () => {
  let prometheus: PrometheusServer;
  let cwd: string;
  let remove: () => Promise<void>;
  const ounce = (...args: string[]) => run(args, { cwd });

  beforeAll(async () => {
    prometheus = await startPrometheus('idle 1\n', past());
    const metrics = { arrivalRate: { query: 'sum(rate(requests_total[5m]))' } };
    ({ folder: cwd, remove } = await setUp({
      ...{ fleet: { name: 'x' }, metricSource: 'prometheus', services: { shop: { metrics } } },
      connectors: { prometheus: { url: prometheus.url } },
    }));
  }, 120_000);
  afterAll(async () => {
    await prometheus?.close();
    await remove?.();
  });

  const from = new Date(sinceS * 1000).toISOString();
  const backfill = () =>
    ounce(
      'capacity',
      'backfill',
      '--from',
      from,
      '--query',
      'readyReplicas=count(up{job="shop"} == 1)',
      '--json',
    );

  test('fills ten days in, resets of a counter included, and nothing twice', async () => {
    const { stdout, code, stderr } = await backfill();
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    const { items } = JSON.parse(stdout) as { items: { series: string; added: number; known: number }[] };
    const readings = (days * 86_400) / stepS;
    for (const { series, added } of items)
      expect([series, added / readings]).toEqual([series, expect.closeTo(1, 1)]);
    const again = JSON.parse((await backfill()).stdout) as { items: { added: number }[] };
    expect(again.items.map(({ added }) => added)).toEqual([0, 0]);
    const { items: kept } = JSON.parse((await ounce('capacity', 'coverage', '--json')).stdout);
    expect(kept).toContainEqual(
      expect.objectContaining({ series: 'arrivalRate', hours: expect.any(Number) }),
    );
  }, 60_000);
});

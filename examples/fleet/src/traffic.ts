import { randomUUID } from 'node:crypto';
import { Counter } from 'prom-client';
import { createSentLedger } from './accounting.ts';
import { type AccountingQuery, accountingQuerySchema } from './accounting-query.ts';
import { createArrivals, createRandom, rateAt } from './arrivals.ts';
import { customerCount } from './customers.ts';
import { addFaultRoutes } from './fault-routes.ts';
import { createHttpClient, expectOk } from './http-client.ts';
import { untilItWorks } from './retry.ts';
import { createSender } from './sender.ts';
import { runService, type ServiceContext } from './service.ts';
import type { SettingsReader } from './settings.ts';

const tickMs = 20;
/** A machine that slept must not send all it missed at once. */
const longestSpanMs = 5000;
const dayMs = 86_400_000;

function read(reader: SettingsReader) {
  return {
    gatewayUrl: reader.url('GATEWAY_URL', 'http://127.0.0.1:7104'),
    baseRate: reader.number('BASE_RATE', 8, { from: 0, to: 10_000 }),
    amplitude: reader.number('AMPLITUDE', 0.3, { from: 0, to: 1 }),
    readRate: reader.number('READ_RATE', 6, { from: 0, to: 10_000 }),
    dayLengthMs: reader.number('DAY_LENGTH_MS', dayMs, { from: 1000, to: 365 * dayMs }),
    seed: reader.integer('SEED', 1, { from: 0, to: 0xffff_ffff }),
    highShare: reader.number('HIGH_SHARE', 0.2, { from: 0, to: 1 }),
    lowShare: reader.number('LOW_SHARE', 0.3, { from: 0, to: 1 }),
    giveUpMs: reader.integer('GIVE_UP_MS', 60_000, { from: 0, to: 3_600_000 }),
    sendTimeoutMs: reader.integer('SEND_TIMEOUT_MS', 5000, { from: 10, to: 60_000 }),
  };
}

type Settings = ReturnType<typeof read>;

/** An open-loop load with the shape of a day: arrivals come when they come, and wait for no answer. */
function createTraffic({ app, registry, log, settings }: ServiceContext<Settings>) {
  const run = randomUUID();
  const client = createHttpClient();
  const faults = addFaultRoutes({ app, registry, log, kinds: ['arrivals'] });
  const arrivals = createArrivals(createRandom(settings.seed));
  const ledger = createSentLedger();
  const random = createRandom(settings.seed + 3);
  const sender = createSender({ registry, ledger, run, client, random, settings });
  const readCustomer = createReader({ registry, client, settings });
  const reads = createArrivals(createRandom(settings.seed + 1));
  let timer: NodeJS.Timeout | undefined;

  app.get<{ Querystring: AccountingQuery }>(
    '/accounting',
    { schema: { querystring: accountingQuerySchema } },
    async ({ query: { beforeMs } }) => ({ run, ...ledger.counts(beforeMs), byPriority: sender.byPriority() }),
  );

  return {
    async begin(signal: AbortSignal) {
      await untilItWorks('the gateway', log, signal, () =>
        expectOk(client, `${settings.gatewayUrl}/readyz`, 1000),
      );
      log('sending', { run, baseRate: settings.baseRate, seed: settings.seed });
      const startedAt = performance.now();
      let lastAt = startedAt;
      timer = setInterval(() => {
        const now = performance.now();
        const rate = rateAt(settings, now - startedAt) * faults.arrivalsFactor();
        const spanMs = Math.min(now - lastAt, longestSpanMs);
        const due = arrivals.advance(spanMs, rate);
        const readsDue = reads.advance(spanMs, settings.readRate);
        lastAt = now;
        for (let asked = 0; asked < readsDue; asked += 1) void readCustomer();
        for (let sent = 0; sent < due; sent += 1) void sender.send();
      }, tickMs);
    },
    dependencies: { gateway: () => expectOk(client, `${settings.gatewayUrl}/healthz`, 1000) },
    async drain() {
      clearInterval(timer);
      sender.stop();
      while (ledger.counts().inFlight > 0) await new Promise((resolve) => setTimeout(resolve, tickMs));
    },
    close: async () => client.close(),
  };
}

/** Somebody looks at their account: whom they see does not matter, how soon and how fresh does. */
function createReader(parts: {
  readonly registry: ServiceContext<Settings>['registry'];
  readonly client: ReturnType<typeof createHttpClient>;
  readonly settings: Settings;
}): () => Promise<void> {
  const { registry, client, settings } = parts;
  const random = createRandom(settings.seed + 2);
  const total = new Counter({
    name: 'fleet_reads_total',
    help: 'Customers that were asked for, by how it ended: answered, failed.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of ['answered', 'failed']) total.inc({ outcome }, 0);
  return async () => {
    const url = `${settings.gatewayUrl}/customers/${1 + Math.floor(random() * customerCount)}`;
    const answered = await client.get(url, settings.sendTimeoutMs).then(
      ({ status }) => status === 200,
      () => false,
    );
    total.inc({ outcome: answered ? 'answered' : 'failed' });
  };
}

await runService({ name: 'traffic', readSettings: read, create: createTraffic });

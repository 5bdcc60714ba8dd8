import type { NewEvent } from '@ounce/core';
import { afterEach, describe, expect, test } from 'vitest';
import {
  every,
  governorEvent,
  type History,
  historyOf,
  incidentEvent,
  onDay,
  preventionEvent,
} from './test-history.ts';

const opened: History[] = [];
afterEach(async () => {
  for (const history of opened.splice(0)) await history.close();
});
async function having(...asked: Parameters<typeof historyOf>) {
  const history = await historyOf(...asked);
  opened.push(history);
  return history;
}

const watchedFrom = (day: number) => governorEvent(day, 'started');
/** Three a week for a year, then one a month: what every test would call improved. */
const fall = [...every(2.5, 0, 360, { minutes: 45 }), ...every(30, 361, 720, { minutes: 10 })];

describe('before and after', () => {
  test('a clear fall in rate, downtime and severity is "Improved", with interval and exposure', async () => {
    const { effectiveness } = await having(fall, [watchedFrom(0), preventionEvent('scaling', 360)], 720);
    const { types, exposure } = effectiveness.overview();
    const row = types.find(({ type }) => type === 'queue_backlog')!;
    expect(row.kind).toBe('improved');
    expect(row.headline).toMatch(
      /^Improved: .* a fall of 9\d % \(95 % interval, valid at every look: \d+ % to \d+ %\)/,
    );
    expect(row).toMatchObject({ before: { count: 144, days: 360 }, after: { count: 12, days: 360 } });
    expect(row.anytime!.high!).toBeLessThan(1);
    expect(row.ratio!.low).toBeLessThan(row.ratio!.estimate!);
    expect(row.toResolve).toMatchObject({ answer: 'shorter', before: { median: 45 }, after: { median: 10 } });
    expect(row.split?.says).toContain('2025-12-27');
    expect(exposure).toMatchObject({ watchedDays: 720, unwatchedDays: 0, outside: 0 });
    expect(effectiveness.effectOf('scaling')).toMatchObject({ verdict: 'improved' });
  });

  test('too little data is "not yet known", says what is missing, and nothing improves a target by hand', async () => {
    const few = [...every(10, 0, 60), ...every(40, 61, 90)];
    const { effectiveness } = await having(few, [watchedFrom(0), preventionEvent('scaling', 60)], 90);
    const row = effectiveness.overview({ type: 'queue_backlog' }).types[0]!;
    expect(row.kind).toBe('not-yet-known');
    expect(row.headline).toMatch(
      /^Not yet known: 6 incidents in 2.0 months before, 1 incident in 0.99 months after. 222 more days/,
    );
    expect(row.toResolve).toMatchObject({ answer: 'not-possible' });
    expect(effectiveness.effectOf('scaling')?.verdict).toBe('not_yet_known');
  });

  test('fewer but longer is the headline, not an improvement', async () => {
    const longer = [...every(2.5, 0, 360, { minutes: 10 }), ...every(30, 361, 720, { minutes: 6000 })];
    const { effectiveness } = await having(longer, [watchedFrom(0), preventionEvent('scaling', 360)], 720);
    const [row] = effectiveness.overview({ type: 'queue_backlog' }).types;
    expect(row).toMatchObject({ kind: 'disagreement', about: ['fewer-but-longer'] });
    expect(row!.headline).toMatch(/^Fewer, but longer:/);
  });

  test('a monitoring prevention or another interval meanwhile is the headline', async () => {
    const monitoring = preventionEvent('faster', 400, { kind: 'monitoring' });
    const { effectiveness } = await having(
      fall,
      [watchedFrom(0), preventionEvent('scaling', 360), monitoring],
      720,
    );
    expect(effectiveness.overview({ type: 'queue_backlog' }).types[0]!.headline).toMatch(
      /^The monitor itself changed: The prevention faster on/,
    );
    const started = (day: number, queueDepthMs: number): NewEvent => ({
      ...{ atMs: onDay(day), actor: 'governor', subject: 'fleet', kind: 'governor.started' },
      data: { version: '1', fleet: 'shop', governor: 'a', intervalsMs: { queueDepthMs } },
    });
    const other = await having(
      fall,
      [started(0, 60_000), started(500, 10_000), preventionEvent('scaling', 360)],
      720,
    );
    expect(other.effectiveness.overview({ type: 'queue_backlog' }).types[0]!.headline).toContain(
      'queueDepth is read every 10 s instead of 60 s',
    );
  });

  test('drills never count', async () => {
    const drills = every(1, 0, 700, { drill: true });
    const { effectiveness } = await having(drills, [watchedFrom(0), preventionEvent('scaling', 360)], 720);
    expect(effectiveness.overview({ type: 'queue_backlog' }).types[0]).toMatchObject({
      rate: { count: 0 },
      before: { count: 0 },
      after: { count: 0 },
      kind: 'not-yet-known',
    });
  });

  test('without a prevention there is no before and after, but a rate', async () => {
    const { effectiveness } = await having(every(10, 0, 100), [watchedFrom(0)], 100);
    expect(effectiveness.overview({ type: 'queue_backlog' }).types[0]).toMatchObject({
      kind: 'no-comparison',
      rate: { count: 10, days: 100 },
      before: null,
    });
  });
});

describe('a prevention rolled out service by service', () => {
  const rollouts = [
    { service: 'shop', atMs: onDay(200) },
    { service: 'cart', atMs: onDay(400) },
  ];
  const incidents = [
    ...every(4, 0, 200, { service: 'shop' }),
    ...every(30, 201, 700, { service: 'shop' }),
    ...every(4, 0, 400, { service: 'cart' }),
    ...every(30, 401, 700, { service: 'cart' }),
  ];
  const events = [
    watchedFrom(0),
    preventionEvent('breaker', 400, { services: ['shop', 'cart'], rollouts, experiment: 'queue_backlog' }),
  ];

  test('has each service split at its own roll-out, and the time between for neither side as a whole', async () => {
    const { effectiveness } = await having(incidents, events, 700);
    const detail = effectiveness.prevention('breaker');
    expect(detail.split).toMatchObject({ beforeEndMs: onDay(200), afterStartMs: onDay(400) });
    expect(detail.before?.days).toBe(200);
    expect(detail.after?.days).toBe(300);
    expect(detail.services.map(({ service, before, after }) => [service, before?.days, after?.days])).toEqual(
      [
        ['shop', 200, 500],
        ['cart', 400, 300],
      ],
    );
    expect(detail.rollouts).toMatchObject([{ id: 'breaker', answer: 'estimated' }]);
    expect(detail.rollouts[0]!.ratio!.high!).toBeLessThan(1);
    expect(detail.credit[0]!.avoided).toBeGreaterThan(50);
    expect(detail.strength).toMatchObject({ runs: 0, atLeast: 0 });
  });

  test('one that is only rolling protects where it is, and is unknown where nothing is', async () => {
    const rolling = preventionEvent('half', 200, { status: 'rolling', rollouts: [rollouts[0]!] });
    const planned = preventionEvent('later', 1, { status: 'planned' });
    const { effectiveness } = await having(incidents, [watchedFrom(0), rolling, planned], 700);
    expect(effectiveness.prevention('half').split).toMatchObject({ beforeEndMs: onDay(200) });
    expect(() => effectiveness.prevention('later')).toThrow(/is planned: it protects nothing yet/);
    expect(() => effectiveness.prevention('never')).toThrow(/There is no prevention/);
    expect(effectiveness.effectOf('later')).toBeUndefined();
  });
});

describe('what is kept up', () => {
  test('an incident that comes, is corrected to another type, or turns out a drill', async () => {
    const { effectiveness, add } = await having(every(10, 0, 100), [watchedFrom(0)], 200);
    const count = (type: string) => effectiveness.overview({ type }).types[0]!.rate.count;
    expect([count('queue_backlog'), count('latency_spike')]).toEqual([10, 0]);
    await add(incidentEvent('late', { day: 150 }));
    expect(count('queue_backlog')).toBe(11);
    const correct = (changes: object): NewEvent => ({
      ...{ atMs: onDay(151), actor: 'local', subject: 'incident:late', kind: 'incident.corrected' },
      data: { incidentId: 'late', changes, why: 'Looked again.' },
    });
    await add(correct({ type: 'latency_spike' }));
    expect([count('queue_backlog'), count('latency_spike')]).toEqual([10, 1]);
    await add(correct({ drill: true }));
    expect(count('latency_spike')).toBe(0);
  });

  test('a prevention that is completed, and one that is retired', async () => {
    const { effectiveness, add } = await having(fall, [watchedFrom(0)], 720);
    const kind = () => effectiveness.overview({ type: 'queue_backlog' }).types[0]!.kind;
    expect(kind()).toBe('no-comparison');
    await add(preventionEvent('scaling', 360));
    expect(kind()).toBe('improved');
    expect(effectiveness.preventions().items).toMatchObject([
      { id: 'scaling', kind: 'improved', toResolve: null },
    ]);
    await add(preventionEvent('scaling', 360, { version: 2, status: 'retired' }));
    expect(kind()).toBe('no-comparison');
    expect(effectiveness.preventions().items).toEqual([]);
  });
});

describe('services', () => {
  test('availability before and after, error budget of 30 days, and credits of whole months', async () => {
    const incidents = [
      ...every(30, 15, 360, { severity: 1, minutes: 432 }),
      ...every(10, 370, 720, { severity: 4, minutes: 600 }),
    ];
    const sla = {
      ...{ monthlyFee: 1000, currency: 'EUR' },
      tiers: [
        { below: 0.999, creditShare: 0.1 },
        { below: 0.9, creditShare: 0.5 },
      ],
    };
    const { effectiveness } = await having(
      incidents,
      [watchedFrom(0), preventionEvent('scaling', 365)],
      720,
      { services: { shop: { availability: 0.9998, sla } } },
    );
    const [shop] = effectiveness.overview().services;
    expect(shop!.availabilityBefore).toBeCloseTo(1 - (12 * 432) / (365 * 1440), 6);
    expect(shop!.availabilityAfter).toBe(1);
    expect(shop!.budget).toMatchObject({ target: 0.9998, spentMinutes: 0, met: true });
    expect(shop!.budget!.allowedMinutes).toBeCloseTo(8.64, 6);
    expect(shop!.credits).toEqual({
      currency: 'EUR',
      beforePerMonth: 100,
      afterPerMonth: 0,
      unknownMonths: 0,
    });
  });
});

test('tickets before and after, with the stretches across the change left out', async () => {
  const stretch = (day: number, count: number): NewEvent => ({
    ...{ atMs: onDay(day + 30), actor: 'local', subject: 'tickets:desk', kind: 'tickets.counted' },
    data: { source: 'desk', sinceMs: onDay(day), untilMs: onDay(day + 30), count },
  });
  const counts = [0, 30, 60, 90, 120, 150, 180, 210].map((day) => stretch(day, day < 120 ? 100 : 55));
  const { effectiveness } = await having(
    [],
    [watchedFrom(0), preventionEvent('scaling', 100), ...counts],
    300,
  );
  const { tickets } = effectiveness.overview();
  expect(tickets).toMatchObject({ before: { count: 300, days: 90 }, after: { count: 220, days: 120 } });
  expect(tickets!.ratio!.estimate).toBeCloseTo(0.55, 6);
  expect(tickets!.says).toContain('1 lie across the change');
});

describe('a prevention that was to shorten times', () => {
  const toRecover = {
    expectedImpact: { says: 'Reduce MTTR by 80%', metric: 'time_to_recover' as const, percent: 80 },
  };
  const toDetect = { expectedImpact: { says: 'Seen sooner', metric: 'time_to_detect' as const } };
  /** Every fifth day, with times that scatter by a factor of up to two, and each third one severe. */
  const lasting = (minutes: number, from: number, to: number) =>
    every(5, from, to).map((one, i) => ({
      ...one,
      minutes: minutes * (1 + ((i * 7) % 11) / 11),
      severity: i % 3 === 0 ? (2 as const) : (3 as const),
    }));

  test('is judged by them, although the rate has not changed', async () => {
    const incidents = [...lasting(25, 0, 360), ...lasting(5, 361, 720)];
    const { effectiveness } = await having(
      incidents,
      [watchedFrom(0), preventionEvent('restarts', 360, toRecover), preventionEvent('plain', 360)],
      720,
    );
    const { times, kind, expected, toResolve } = effectiveness.prevention('restarts');
    expect(kind).toBe('not-yet-known');
    expect(times).toMatchObject({ metric: 'time_to_recover', kind: 'improved', about: [] });
    expect(times?.headline).toMatch(
      /^Improved: median minutes to recover 36.4 → 7.3, a shift of -2\d.\d minutes \(95 % interval, for one look: -3\d.\d to -2\d.\d\)/,
    );
    expect(expected).toContain('Median time to resolve');
    expect(toResolve?.shift?.high).toBeLessThan(-20);
    expect(effectiveness.effectOf('restarts')).toEqual({ verdict: 'improved', says: times?.headline });
    expect(effectiveness.effectOf('plain')?.verdict).toBe('not_yet_known');
    expect(effectiveness.prevention('plain').times).toBeNull();
    expect(effectiveness.preventions().items.find(({ id }) => id === 'restarts')?.times?.kind).toBe(
      'improved',
    );
  });

  test('with little data it is not yet known, and says how far the evidence goes', async () => {
    const incidents = [...lasting(25, 0, 60), ...lasting(5, 61, 90)];
    const { effectiveness } = await having(
      incidents,
      [watchedFrom(0), preventionEvent('restarts', 60, toRecover)],
      90,
    );
    const { times } = effectiveness.prevention('restarts');
    expect(times?.kind).toBe('not-yet-known');
    expect(times?.headline).toMatch(
      /^Not yet known: 12 times before and 6 after, .* (months scatter|it takes 40 to 1)/,
    );
    expect(effectiveness.effectOf('restarts')?.verdict).toBe('not_yet_known');
  });

  test('a mix with fewer long ones is no shorter time', async () => {
    const mixed = (from: number, to: number, severe: number) =>
      every(5, from, to).map((one, i) => {
        const isSevere = i % 10 < severe;
        const minutes = (isSevere ? 60 : 8) * (1 + ((i * 7) % 11) / 11);
        return { ...one, minutes, severity: isSevere ? (2 as const) : (3 as const) };
      });
    const { effectiveness } = await having(
      [...mixed(0, 360, 8), ...mixed(361, 720, 1)],
      [watchedFrom(0), preventionEvent('restarts', 360, toRecover)],
      720,
    );
    expect(effectiveness.prevention('restarts').times).toMatchObject({
      kind: 'disagreement',
      about: ['only-the-mix-changed'],
    });
  });

  test('shorter but more of them, and so not less downtime, is no improvement', async () => {
    const often = every(0.5, 361, 720).map((one, i) => ({
      ...one,
      minutes: 6 * (1 + ((i * 7) % 11) / 11),
      severity: i % 3 === 0 ? (2 as const) : (3 as const),
    }));
    const { effectiveness } = await having(
      [...lasting(25, 0, 360), ...often],
      [watchedFrom(0), preventionEvent('restarts', 360, toRecover)],
      720,
    );
    const { times } = effectiveness.prevention('restarts');
    expect(times?.kind).toBe('disagreement');
    expect(times?.about).toEqual([
      'shorter-but-not-less-downtime',
      'shorter-but-more-often',
      'shorter-but-more-severe',
    ]);
    expect(times?.headline).toMatch(
      /^Shorter, but not less downtime: .* yet \d+.* → \d+.* minutes of downtime a month\./,
    );
  });

  test('times that had fallen half a year earlier are not its merit', async () => {
    const { effectiveness } = await having(
      [...lasting(25, 0, 200), ...lasting(5, 200, 720)],
      [watchedFrom(0), preventionEvent('restarts', 360, toRecover)],
      720,
    );
    expect(effectiveness.prevention('restarts').times?.about).toContain('shorter-before');
  });

  test('seen sooner is no other way of counting for the prevention that brought it, and is one for the others', async () => {
    const seen = (from: number, to: number, minutes: number) =>
      lasting(minutes === 1 ? 10 : 30, from, to).map((one, i) => ({
        ...one,
        seenAfter: minutes * (1 + (i % 5) / 5),
      }));
    const events = [
      watchedFrom(0),
      preventionEvent('resolution', 360, { ...toDetect, kind: 'monitoring' }),
      preventionEvent('other', 360, toDetect),
    ];
    const { effectiveness } = await having([...seen(0, 360, 8), ...seen(361, 720, 1)], events, 720);
    expect(effectiveness.effectOf('resolution')?.verdict).toBe('improved');
    expect(effectiveness.prevention('other').times).toMatchObject({
      kind: 'disagreement',
      about: ['monitor-changed'],
    });
  });
});

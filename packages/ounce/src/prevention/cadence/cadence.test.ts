import type { NewEvent, Prevention } from '@ounce/core';
import { describe, expect, test } from 'vitest';
import { effectSettings as effectSettingsOf } from '../../app/effect-settings.ts';
import { checkConfig } from '../../config/index.ts';
import { createMemoryJournal } from '../../connectors/memory-journal/index.ts';
import { openLedger } from '../../ledger/index.ts';
import { VirtualClock } from '../../simulator/virtual-clock.ts';
import { Effectiveness } from '../effectiveness/index.ts';
import {
  type CadenceSettings,
  issueDue,
  makeReport,
  periodOf,
  reportToHtml,
  reportToMarkdown,
} from './index.ts';
import { recommend } from './quarterly.ts';

const dayMs = 86_400_000;
/** A Monday, after eight in the morning. */
const nowMs = Date.UTC(2026, 3, 6, 9);
const by = (atMs: number) => ({ atMs, actor: 'local', subject: 'fleet' });
const settings: CadenceSettings = {
  ...{ timeZone: 'UTC', atHour: 8 },
  enabled: { weekly: true, monthly: true, quarterly: true, annual: true },
};
const effectSettings = effectSettingsOf(checkConfig({ fleet: { name: 'x' } }, 'the test'));

async function world(events: readonly NewEvent[] = []) {
  const clock = new VirtualClock(nowMs);
  const journal = createMemoryJournal();
  const ledger = await openLedger({ journal, readModelPath: ':memory:', clock });
  const started: NewEvent = {
    ...by(Date.UTC(2026, 0, 1)),
    kind: 'governor.started',
    data: { version: '1', fleet: 'x', governor: 'one' },
  };
  await ledger.append([started, ...events]);
  const effectiveness = new Effectiveness({ ledger, clock, settings: effectSettings });
  return { clock, journal, ledger, effectiveness, titleOf: (type: string) => type };
}

const incident = (id: string, startedAtMs: number): NewEvent => ({
  ...by(startedAtMs),
  kind: 'incident.opened',
  data: {
    ...{ id, type: 'queue_backlog', service: 'consumer', region: 'eu-1', severity: 3, drill: false },
    ...{ summary: 'The queue <b>grows</b> | fast', startedAtMs, detectedAtMs: startedAtMs },
  },
});

const prevention = (more: Partial<Prevention>): NewEvent => ({
  ...by(Date.UTC(2026, 2, 31)),
  kind: 'prevention.saved',
  data: {
    prevention: {
      ...{
        id: 'scaling',
        version: 1,
        title: 'Predictive scaling',
        incidentTypes: ['queue_backlog'],
        rootCauses: [],
      },
      ...{
        kind: 'architecture',
        oldApproach: '',
        newApproach: [],
        owner: 'SRE',
        priority: 'P0',
        status: 'planned',
      },
      ...{ checklist: [], services: [], rollouts: [] },
      ...more,
    },
  },
});

describe('reviews', () => {
  test('the weekly one tells what changed, what is late and what happened', async () => {
    const all = await world([
      prevention({ target: '2026-03-01' }),
      prevention({ version: 2, status: 'in_progress', target: '2026-05-01' }),
      incident('A', Date.UTC(2026, 3, 1)),
    ]);
    const report = makeReport(all, 'weekly', periodOf('weekly', '2026-W14', 'UTC'), nowMs);
    const markdown = reportToMarkdown(report);
    expect(markdown).toContain('# Weekly prevention review 2026-W14');
    expect(markdown).toContain('1 initiative changed its status.');
    expect(markdown).toContain('1 target date slipped.');
    expect(markdown).toContain('| Predictive scaling | target | 2026-03-01 | 2026-05-01 |');
    expect(markdown).toContain('1 real incident.');
    expect(report.coverage[0]).toBe('A governor was running for 100 % of this period.');
  });

  test('the monthly one counts a drill that nobody did as missed', async () => {
    const all = await world([
      prevention({ status: 'complete', completedAtMs: Date.UTC(2026, 1, 1), experiment: 'queue_backlog' }),
    ]);
    const report = makeReport(all, 'monthly', periodOf('monthly', '2026-03', 'UTC'), nowMs);
    expect(reportToMarkdown(report)).toContain('0 of 1 drills were done; 1 missed.');
    expect(report.sections[0]?.title).toBe('Incident reduction');
  });

  test('the annual one draws the months, and none that has not come', async () => {
    const all = await world([incident('A', Date.UTC(2026, 0, 5)), incident('B', Date.UTC(2026, 0, 9))]);
    const report = makeReport(all, 'annual', periodOf('annual', '2026', 'UTC'), nowMs);
    const plot = report.sections[0]?.plot?.points;
    expect(plot).toHaveLength(12);
    expect(plot?.[0]).toEqual({ label: '2026-01', value: 2 });
    expect(plot?.[11]).toEqual({ label: '2026-12', value: null });
    expect(report.coverage.at(-1)).toContain('not over yet');
    expect(reportToHtml(report)).toMatch(/<svg [^>]*aria-label="Real incidents a month: 2026-01: 2/);
  });

  test('the annual one does not take a month that nobody watched for one without incidents', async () => {
    const all = await world();
    const { sections } = makeReport(all, 'annual', periodOf('annual', '2025', 'UTC'), nowMs);
    expect(sections[0]?.plot?.points[0]).toEqual({ label: '2025-01', value: null });
    expect(sections[0]?.says.at(-1)).toMatch(
      /^Nobody watched in 2025-01, .*2025-12: what happened then is not known\.$/,
    );
    const watched = makeReport(all, 'annual', periodOf('annual', '2026', 'UTC'), nowMs).sections[0];
    expect(watched?.plot?.points[1]).toEqual({ label: '2026-02', value: 0 });
  });

  test('what people wrote is text in every form', async () => {
    const all = await world([
      incident('A', Date.UTC(2026, 3, 1)),
      prevention({
        title: '<script>x</script> | y',
        status: 'complete',
        completedAtMs: 1,
        target: '2026-01-01',
      }),
    ]);
    for (const cadence of ['weekly', 'quarterly'] as const) {
      const label = cadence === 'weekly' ? '2026-W14' : '2026-Q1';
      const report = makeReport(all, cadence, periodOf(cadence, label, 'UTC'), nowMs);
      expect(reportToHtml(report)).not.toContain('<script>');
      expect(reportToMarkdown(report)).not.toMatch(/(?<!\\)<script>/);
    }
  });

  test('a period that nobody watched says so', async () => {
    const all = await world();
    const report = makeReport(all, 'monthly', periodOf('monthly', '2025-03', 'UTC'), nowMs);
    expect(report.coverage).toEqual([
      'No governor was running in this period.',
      'What happened then is not known; a zero below may mean that nobody looked.',
    ]);
  });
});

describe('at their times', () => {
  test('what was missed is made once, the newest thirteen of each at most', async () => {
    const all = await world();
    const first = await issueDue(all, settings);
    const weekly = Array.from({ length: 13 }, (_, i) => `weekly 2026-W${String(i + 2).padStart(2, '0')}`);
    expect(first.slice(0, 13)).toEqual(weekly);
    expect(first.slice(-4)).toEqual([
      'monthly 2026-01',
      'monthly 2026-02',
      'monthly 2026-03',
      'quarterly 2026-Q1',
    ]);
    expect(await issueDue(all, settings)).toEqual([]);
  });

  test('not before the hour, and not those that are switched off', async () => {
    const all = await world();
    const late = {
      ...settings,
      atHour: 10,
      enabled: { ...settings.enabled, monthly: false, quarterly: false },
    };
    const made = await issueDue(all, late);
    expect(made.every((id) => /^(weekly|annual) /.test(id))).toBe(true);
    expect(made).toContain('weekly 2026-W13');
    expect(made).not.toContain('weekly 2026-W14');
  });

  test('two governors on one journal make each of them once', async () => {
    const one = await world();
    const clock = one.clock;
    const second = await openLedger({ journal: one.journal, readModelPath: ':memory:', clock });
    const other = { ...one, ledger: second };
    const made = (await Promise.all([issueDue(one, settings), issueDue(other, settings)])).flat();
    await one.ledger.catchUp();
    await second.catchUp();
    for (let i = 0; i < 8; i++)
      made.push(...(await issueDue(one, settings)), ...(await issueDue(other, settings)));
    expect(one.ledger.query.reports()).toHaveLength(made.length);
    expect(new Set(made).size).toBe(made.length);
    expect(made.length).toBeGreaterThan(13);
    expect(one.ledger.query.reports()).toEqual(second.query.reports());
  });
});

describe('recommendations', () => {
  const rate = (count: number) => ({ count, days: 200, perMonth: count, low: 0, high: 1 });
  const effect = { id: 'scaling', headline: 'So it is.', before: rate(3), after: rate(3) };
  const period = { startMs: 0, endMs: nowMs };

  test.each([
    ['improved', {}, 'keep'],
    ['worse', {}, 'fix'],
    ['disagreement', {}, 'fix'],
    ['not-yet-known', {}, 'fix'],
    ['not-yet-known', { before: rate(0), after: rate(0) }, 'retire'],
  ] as const)('%s %j: %s', async (kind, more, advice) => {
    const all = await world([prevention({ status: 'complete', completedAtMs: nowMs - 200 * dayMs })]);
    expect(recommend(all, { ...effect, kind, ...more }, period, nowMs)).toMatchObject({ advice });
  });

  test('a young one is given time', async () => {
    const all = await world([prevention({ status: 'complete', completedAtMs: nowMs - 20 * dayMs })]);
    expect(recommend(all, { ...effect, kind: 'not-yet-known' }, period, nowMs).advice).toBe('wait');
  });
});

import type { Scenario } from '@ounce/core';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import { type Ledger, openLedger } from '../ledger/index.ts';
import type { Journal } from '../ports/index.ts';
import { loadStarterCatalogue } from '../prevention/catalogue/index.ts';
import { openIncident, takeStep } from '../prevention/incidents/index.ts';
import { Preventions } from '../prevention/preventions/index.ts';
import { RecurrenceDetector, type RecurrenceSettings } from '../prevention/recurrence/index.ts';
import { Reviews } from '../prevention/reviews/index.ts';
import { VirtualClock } from '../simulator/index.ts';
import { dayMs, type Milestone, minuteMs, type PlannedFault, planYear, region } from './plan.ts';
import { personDelayMs, playDrill, playFault, type Stage } from './stage.ts';
import { reviewTexts } from './texts.ts';

export interface DemoOptions {
  readonly seed: number;
  /** The year ends here, at a midnight UTC. */
  readonly endMs: number;
  readonly version: string;
  readonly recurrence: RecurrenceSettings;
  readonly drill: Scenario;
  /** What happens at regular times while the year goes by, e.g. the reviews of the preventions. */
  readonly eachMonth?: (year: { readonly ledger: Ledger; readonly clock: VirtualClock }) => Promise<void>;
}

const [lead, engineer] = ['person:lead', 'person:on-call'];
/** Reviews of the newest incidents are still to be written: one of them is overdue by then. */
const unreviewedDays = 5;

/** Plays a year through the real detection, controls, experiments and workflows, and leaves it in a journal. Deterministic. */
export async function playYear(options: DemoOptions): Promise<Journal> {
  const plan = planYear(options.seed, options.endMs);
  const clock = new VirtualClock(plan.startMs);
  const journal = createMemoryJournal();
  const ledger = await openLedger({ journal, readModelPath: ':memory:', clock });
  const stage: Stage = { clock, ledger, scaling: 'dry-run' };
  await clock.runUntil(live(stage, plan, options));
  return journal;
}

type Plan = ReturnType<typeof planYear>;

async function live(stage: Stage, plan: Plan, options: DemoOptions): Promise<void> {
  const { clock, ledger } = stage;
  const data = { version: options.version, fleet: 'simulated', governor: 'simulated' };
  await ledger.append([
    { atMs: clock.nowMs(), actor: 'governor', subject: 'fleet', kind: 'governor.started', data },
  ]);
  await loadStarterCatalogue({ ledger, clock }, lead);
  const detector = new RecurrenceDetector({ ledger, clock, settings: options.recurrence, log: () => {} });
  for (const { atMs, happen } of agenda(stage, plan, options)) {
    await clock.sleep(Math.max(0, atMs - clock.nowMs()));
    await happen();
    await detector.settled();
  }
  await clock.sleep(Math.max(0, plan.endMs - clock.nowMs()));
  await detector.close();
}

interface Appointment {
  readonly atMs: number;
  readonly happen: () => Promise<unknown>;
}

function agenda(stage: Stage, plan: Plan, options: DemoOptions): Appointment[] {
  const { clock, ledger } = stage;
  const months = Array.from({ length: 13 }, (_, i) => plan.startMs + 28 * (i + 1) * dayMs + 9 * 3_600_000);
  return [
    ...plan.faults.map((fault) => ({
      atMs: fault.atMs - 2 * minuteMs,
      happen: () => trouble(stage, fault, plan.endMs),
    })),
    ...plan.milestones.map((milestone) => ({ atMs: milestone.atMs, happen: () => reach(stage, milestone) })),
    ...plan.drills.map((atMs) => ({ atMs, happen: () => playDrill(stage, options.drill) })),
    ...months
      .filter((atMs) => atMs < plan.endMs)
      .map((atMs) => ({
        atMs,
        happen: async () => options.eachMonth?.({ ledger, clock }),
      })),
    { atMs: plan.failoverMs, happen: () => failover(stage) },
  ].sort((a, b) => a.atMs - b.atMs);
}

async function trouble(stage: Stage, fault: PlannedFault, endMs: number): Promise<void> {
  const { clock, ledger } = stage;
  const ids = await playFault(stage, fault, async (id) => {
    void acknowledge(stage, id, personDelayMs(fault.atMs, 3 * minuteMs));
  });
  for (const id of ids) {
    const incident = ledger.query.incident(id);
    const isAsked = incident !== undefined && incident.resolvedAtMs !== undefined && incident.severity <= 3;
    if (!isAsked || incident.startedAtMs > endMs - unreviewedDays * dayMs) continue;
    await clock.sleep(personDelayMs(fault.atMs, 20 * minuteMs));
    await review(stage, id, fault.rootCause);
  }
}

async function acknowledge({ clock, ledger }: Stage, id: string, afterMs: number): Promise<void> {
  await clock.sleep(afterMs);
  const incident = ledger.query.incident(id);
  if (!incident || incident.resolvedAtMs !== undefined || incident.acknowledgedAtMs !== undefined) return;
  await takeStep({ ledger, clock, ownTypes: {} }, 'acknowledge', { id, why: 'on it' }, engineer);
}

async function review({ clock, ledger }: Stage, incidentId: string, rootCause: string): Promise<void> {
  const reviews = new Reviews({ ledger, clock });
  const { review: draft } = await reviews.create(incidentId, engineer);
  const { contributing, whyNotCaught, resolution, lesson } = reviewTexts(rootCause);
  const preventions = new Preventions({ ledger, clock });
  const [suggested] = preventions.suggestions([rootCause]);
  const fields = {
    ...draft,
    rootCauses: [rootCause],
    impact: draft.impact.trim() || 'Customers waited; nothing was lost.',
    contributingFactors: contributing,
    ...{
      whyNotCaught,
      resolution,
      lessons: lesson,
      wentWell: 'It was seen within a minute, and one person was enough.',
    },
    actions: suggested
      ? [
          {
            text: `Go on with ${suggested.prevention.title}.`,
            done: false,
            preventionId: suggested.prevention.id,
          },
        ]
      : [],
  };
  const saved = await reviews.save(draft.id, fields, { actor: engineer, baseVersion: draft.version });
  await reviews.finish(draft.id, { actor: engineer, baseVersion: saved.version });
}

async function reach(stage: Stage, { preventionId, to, reason }: Milestone): Promise<void> {
  const { clock, ledger } = stage;
  const preventions = new Preventions({ ledger, clock });
  const by = { actor: lead, ...(reason ? { reason } : {}) };
  if (to === 'complete') {
    const { checklist } = preventions.get(preventionId);
    for (const [step, { done }] of checklist.entries())
      if (!done) await preventions.check(preventionId, step, true, by);
    if (preventionId === 'predictive-scaling') await enforceScaling(stage);
  }
  await preventions.setStatus(preventionId, to, by);
}

async function enforceScaling(stage: Stage): Promise<void> {
  const { clock, ledger } = stage;
  const of = { service: 'pubsub-consumer', region, control: 'predictive-scaling' };
  const data = {
    ...of,
    from: 'dry-run',
    to: 'enforced',
    reason: 'Two weeks of dry run were right.',
  } as const;
  const subject = `${of.service}@${region}`;
  await ledger.append([{ atMs: clock.nowMs(), actor: lead, subject, kind: 'control.mode_changed', data }]);
  stage.scaling = 'enforced';
}

/** Nothing detects that a whole region is gone; a person says so. */
async function failover(stage: Stage): Promise<void> {
  const { clock, ledger } = stage;
  const context = { ledger, clock, ownTypes: {} };
  const summary = 'Region eu-1 did not answer; traffic was moved to eu-2 by hand';
  const opened = {
    type: 'region_failover',
    service: 'gateway',
    region,
    severity: 1 as const,
    summary,
    customersAffected: 1_900,
  };
  const { id } = await openIncident(context, opened, engineer);
  await clock.sleep(12 * minuteMs);
  await takeStep(context, 'mitigate', { id, why: 'Traffic is in eu-2.' }, engineer);
  await clock.sleep(40 * minuteMs);
  await takeStep(context, 'resolve', { id, why: 'eu-1 is back and in sync.' }, engineer);
  await clock.sleep(3 * 60 * minuteMs);
  await review(stage, id, 'single-points-of-failure');
}

import type { IncidentType } from '@ounce/core';
import { builtInIncidentTypes, customersTarget, exposureDays, OunceError } from '@ounce/core';
import type { IncidentFact, Ledger, Page } from '../../ledger/index.ts';
import type { Clock } from '../../ports/index.ts';
import { acceptedPerMonth } from '../catalogue/targets.ts';
import { assessScope, exposureView } from './assess-scope.ts';
import { AnswerCache } from './cache.ts';
import { creditOf, rolloutViews } from './credit.ts';
import { expectedSays } from './expected.ts';
import { firstIncidents } from './first-incidents.ts';
import { byService, IncidentBook } from './incident-book.ts';
import { monitorChanges, type RecordedChange } from './monitor-changes.ts';
import { monthsOf } from './months.ts';
import {
  type ActivePrevention,
  firstMs,
  PreventionBook,
  protectsFromMs,
  rollOutSpan,
} from './prevention-book.ts';
import { type ServiceLevel, serviceView } from './service-availability.ts';
import { preventionSplit, typeSplit } from './split.ts';
import { strengthOf } from './strength.ts';
import { ticketsChange } from './tickets-change.ts';
import type { Depth } from './to-view.ts';
import type {
  CreditView,
  OverviewView,
  PreventionDetailView,
  PreventionEffectView,
  RolloutEffectView,
  ServiceView,
  TypeView,
} from './views.ts';
import { observedWindow, type WatchedTime, watchedTime } from './watched-time.ts';

const mostServices = 200;

type MeasuredType = Omit<TypeView, 'targetPerMonth' | 'targetMinutesToRecover' | 'claimed'>;

export interface EffectSettings {
  /** Targets and SLA of the configured services, by name. */
  readonly services: Readonly<Record<string, ServiceLevel>>;
  /** Incidents of this severity and worse are downtime of a service. */
  readonly downtimeFromSeverity: number;
  /** By incident type, before the targets of the ledger. */
  readonly targetPerMonth: Readonly<Record<string, number>>;
}

export interface EffectivenessParts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly settings: EffectSettings;
}

/** Whether preventions work, from the ledger alone. Drills never count. Answers are at most ten minutes old and say of when. */
export class Effectiveness {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #settings: EffectSettings;
  readonly #incidents: IncidentBook;
  readonly #preventions: PreventionBook;
  readonly #cache: AnswerCache;

  constructor({ ledger, clock, settings }: EffectivenessParts) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#settings = settings;
    this.#incidents = new IncidentBook(ledger);
    this.#preventions = new PreventionBook(ledger);
    this.#cache = new AnswerCache(clock);
  }

  close(): void {
    this.#incidents.close();
    this.#preventions.close();
  }

  /** Each type, each service, and the tickets. */
  overview({ type, service }: { type?: IncidentType; service?: string } = {}): OverviewView {
    const customers = this.#ledger.query.target(customersTarget) ?? null;
    const key = JSON.stringify(['overview', type, service, customers?.availability]);
    const measured = this.#cache.get(key, this.#version(type), () => {
      const nowMs = this.#clock.nowMs();
      const types = type === undefined ? this.#types() : [type];
      const watched = this.#watched(nowMs, service);
      const byType = types.map((each) => this.#factsOf(each, service));
      return {
        asOfMs: nowMs,
        exposure: exposureView(watched, nowMs, byType),
        downtimeFromSeverity: this.#settings.downtimeFromSeverity,
        types: types.map((each) => this.#typeView(each, service)),
        services: this.#serviceViews(byType.flat(), nowMs, service, customers?.availability),
        tickets: ticketsChange(
          this.#ledger.query.ticketCounts(),
          this.#firstSplitMs(types, service) ?? nowMs,
        ),
      };
    });
    // Targets change without anything measured having changed.
    return { ...measured, types: this.#withTargets(measured.types), customers };
  }

  /** Preventions that protect by now, the newest completion first, without durations. */
  preventions(
    filter: { type?: IncidentType; limit?: number; cursor?: string } = {},
  ): Page<PreventionEffectView> {
    const { type, ...paging } = filter;
    const asked = { ...paging, ...(type === undefined ? {} : { incidentType: type }) };
    const { items, next } = this.#ledger.query.completedPreventions(asked);
    const views = items.flatMap(({ id }) => {
      const prevention = this.#preventions.get(id);
      return prevention ? [this.#preventionView(prevention, 'rate')] : [];
    });
    return next === undefined ? { items: views } : { items: views, next };
  }

  /** @throws OUNCE_E_NOT_FOUND for one that is not known, OUNCE_E_RULE for one that protects nothing yet. */
  prevention(id: string): PreventionDetailView {
    const active = this.#preventions.get(id);
    if (!active) throw this.#notActive(id);
    const shared = active.incidentTypes.map((type) => this.creditFor(type));
    const own = ({ id: other }: { readonly id: string }) => other === id;
    const effect = this.#preventionView(active, 'whole');
    const expected = expectedSays(this.#ledger.query.prevention(id)?.expectedImpact, effect);
    return {
      ...effect,
      ...(expected === undefined ? {} : { expected }),
      asOfMs: this.#clock.nowMs(),
      services: this.#servicesOf(active).map((service) => ({
        service,
        ...this.#effectView(active, 'whole', service),
      })),
      credit: shared.flatMap(({ credit }) => credit.filter(own)),
      rollouts: shared.flatMap(({ rollouts }) => rollouts.filter(own)),
      strength: strengthOf(this.#ledger, active),
    };
  }

  /** How the credit for a type is shared, and what staggered roll-outs tell apart. */
  creditFor(type: IncidentType): { credit: readonly CreditView[]; rollouts: readonly RolloutEffectView[] } {
    return this.#cache.get(`credit ${type}`, this.#version(type), () => {
      const nowMs = this.#clock.nowMs();
      const preventions = this.#preventions.against(type);
      const asked = {
        type,
        preventions,
        incidents: this.#factsOf(type),
        watched: this.#watched(nowMs),
        nowMs,
      };
      return { credit: creditOf(asked), rollouts: rolloutViews(asked) };
    });
  }

  /** The short answer, about the times or else the rate that was to change, for the rules of `verified` and for suggestions; undefined for what does not protect yet. */
  effectOf(id: string): { verdict: 'improved' | 'not_yet_known' | 'worse'; says: string } | undefined {
    const active = this.#preventions.get(id);
    if (!active) return undefined;
    const effect = this.#preventionView(active, 'rate');
    const { kind, headline } = effect.times ?? effect;
    const verdict = kind === 'improved' || kind === 'worse' ? kind : 'not_yet_known';
    return { verdict, says: headline };
  }

  /** Days of a stretch in which an incident would have been seen. */
  watchedDays(startMs: number, endMs: number): number {
    const nowMs = this.#clock.nowMs();
    return exposureDays(observedWindow(this.#watched(nowMs), startMs, Math.min(endMs, nowMs)));
  }

  #withTargets(types: readonly MeasuredType[]): TypeView[] {
    const accepted = acceptedPerMonth(this.#ledger, this.#settings);
    return types.map((row) => {
      const { minutesToRecover = null, claimed = null } = this.#ledger.query.target(row.type) ?? {};
      const targetPerMonth = accepted[row.type] ?? null;
      return { ...row, targetPerMonth, targetMinutesToRecover: minutesToRecover, claimed };
    });
  }

  #typeView(type: IncidentType, service: string | undefined): MeasuredType {
    const key = JSON.stringify(['type', type, service]);
    return this.#cache.get(key, this.#version(type), () => {
      const nowMs = this.#clock.nowMs();
      const incidents = this.#factsOf(type, service);
      const watched = this.#watched(nowMs, service);
      const against = this.#against(type, service);
      return {
        type,
        ...assessScope(
          {
            ...{ incidents, watched, nowMs, split: typeSplit(against, service, watched) },
            monitorChanges: this.#monitorChanges(type),
            ...(service === undefined ? {} : { others: this.#others(type, [service]) }),
          },
          'whole',
        ),
        months: monthsOf(incidents, watched, nowMs),
        exposure: exposureView(watched, nowMs, [incidents]),
        preventions: against.length,
      };
    });
  }

  #preventionView(prevention: ActivePrevention, depth: Depth): PreventionEffectView {
    const { id, title, status, incidentTypes } = prevention;
    const version = incidentTypes.map((type) => this.#incidents.version(type)).join(' ');
    const key = JSON.stringify(['prevention', id, depth]);
    return this.#cache.get(key, `${version} ${this.#preventions.version}`, () => {
      const nowMs = this.#clock.nowMs();
      const incidents = this.#incidentsOf(prevention);
      return {
        ...{ id, title, status, incidentTypes },
        ...this.#effectView(prevention, depth),
        exposure: exposureView(this.#watched(nowMs), nowMs, [incidents]),
      };
    });
  }

  #effectView(prevention: ActivePrevention, depth: Depth, service?: string) {
    const nowMs = this.#clock.nowMs();
    const span = rollOutSpan(prevention, service);
    const changes = prevention.incidentTypes
      .flatMap((type) => this.#monitorChanges(type))
      // What it changes itself about what is seen is what its times are to show.
      .map((change) => (change.preventionId === prevention.id ? { ...change, seesMore: true } : change));
    const [only] = prevention.services.length === 1 ? prevention.services : [];
    const compared = service ?? only;
    return assessScope(
      {
        incidents: this.#incidentsOf(prevention, service),
        watched: this.#watched(nowMs, service),
        nowMs,
        split: span && preventionSplit(prevention, span),
        times: prevention.times,
        monitorChanges: [...new Map(changes.map((change) => [change.what, change])).values()],
        ...(compared === undefined
          ? {}
          : { others: prevention.incidentTypes.flatMap((type) => this.#others(type, [compared])) }),
      },
      depth,
    );
  }

  #serviceViews(
    all: readonly IncidentFact[],
    nowMs: number,
    only: string | undefined,
    availability: number | undefined,
  ): ServiceView[] {
    const names = only === undefined ? Object.keys(this.#settings.services) : [only];
    const groups = byService(all, names);
    const starts = this.#preventions.all();
    /** The first one that has a time before it. */
    const firstSplitMs = (service: string, { spans: [watched] }: WatchedTime) => {
      let firstMs = Number.POSITIVE_INFINITY;
      for (const prevention of starts) {
        const atMs = protectsFromMs(prevention, service);
        if (atMs !== undefined && atMs < firstMs && (!watched || atMs > watched.startMs)) firstMs = atMs;
      }
      return Number.isFinite(firstMs) ? firstMs : undefined;
    };
    return [...groups]
      .sort((a, b) => b[1].length - a[1].length)
      .slice(0, mostServices)
      .map(([service, incidents]) => {
        const watched = this.#watched(nowMs, service);
        return serviceView({
          ...{ service, incidents, nowMs, watched, splitMs: firstSplitMs(service, watched) },
          downtimeFromSeverity: this.#settings.downtimeFromSeverity,
          level: {
            ...(availability === undefined ? {} : { availability }),
            ...this.#settings.services[service],
          },
        });
      });
  }

  #monitorChanges(type: IncidentType): readonly RecordedChange[] {
    return this.#cache.get(`monitor ${type}`, `${this.#preventions.version}`, () =>
      monitorChanges(type, this.#preventions.against(type), this.#ledger.query.governorRuns()),
    );
  }

  #version(type?: IncidentType): string {
    return `${this.#incidents.version(type)} ${this.#preventions.version}`;
  }

  #types(): IncidentType[] {
    return [...new Set<IncidentType>([...builtInIncidentTypes, ...this.#incidents.types.toSorted()])];
  }

  #factsOf(type: IncidentType, service?: string): readonly IncidentFact[] {
    return service === undefined
      ? this.#incidents.of(type)
      : (this.#incidents.byService(type).get(service) ?? []);
  }

  #incidentsOf({ incidentTypes, services }: ActivePrevention, service?: string): readonly IncidentFact[] {
    const names = service === undefined ? services : [service];
    const found = incidentTypes.flatMap((type) =>
      names.length === 0
        ? [this.#incidents.of(type)]
        : [...new Set(names)].map((name) => this.#factsOf(type, name)),
    );
    const [only, ...others] = found;
    if (only && others.length === 0) return only;
    return found.flat().sort((a, b) => a.startedAtMs - b.startedAtMs);
  }

  /** The same type on every other service. */
  #others(type: IncidentType, except: readonly string[]): (readonly IncidentFact[])[] {
    const groups = this.#incidents.byService(type);
    return [...groups].filter(([service]) => !except.includes(service)).map(([, facts]) => facts);
  }

  #against(type: IncidentType, service: string | undefined): readonly ActivePrevention[] {
    const all = this.#preventions.against(type);
    return service === undefined ? all : all.filter((each) => protectsFromMs(each, service) !== undefined);
  }

  #servicesOf({ services, rollouts }: ActivePrevention): string[] {
    return [...new Set([...rollouts.map(({ service }) => service), ...services])].slice(0, 50);
  }

  #firstSplitMs(types: readonly IncidentType[], service: string | undefined): number | undefined {
    const times = types.flatMap((type) => this.#against(type, service).slice(0, 1).map(firstMs));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #watched(nowMs: number, service?: string): WatchedTime {
    const version = `${this.#incidents.version()}`;
    return this.#cache.get(JSON.stringify(['watched', service]), version, () => {
      const all = this.#cache.get('firsts', version, () => firstIncidents(this.#incidents.all()));
      const { firstMs, firstToldMs } = all.get(service ?? '') ?? {};
      const { query } = this.#ledger;
      const governed =
        service === undefined || service in this.#settings.services || firstToldMs !== undefined;
      return watchedTime({
        ...{ runs: query.governorRuns(), imports: query.imports(), firstToldMs, firstMs, nowMs, governed },
        ...(service === undefined ? {} : { service }),
      });
    });
  }

  #notActive(id: string): OunceError {
    const known = this.#ledger.query.prevention(id);
    if (!known) return new OunceError('OUNCE_E_NOT_FOUND', `There is no prevention "${id}".`);
    return new OunceError(
      'OUNCE_E_RULE',
      `The prevention "${id}" is ${known.status}: it protects nothing yet.`,
      { mend: 'Complete it, or roll it out to a service; then its effect is measured.' },
    );
  }
}

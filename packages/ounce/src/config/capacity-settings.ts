import type { Calendar, KnownEvent, ServiceRef } from '@ounce/core';
import type { CapacitySettings } from '../capacity/index.ts';
import { offsetChanges } from '../capacity/index.ts';
import type { Config } from './schema.ts';

/** Where the config sets no rails: a plan is a proposal, and nothing acts on it by itself. */
const usualRails = { floor: 1, ceiling: 1000 };

/** What the config says of a service's capacity: rails of what scales it, what it promises, its clock, its launches. */
export function capacitySettings(
  config: Pick<Config, 'capacity' | 'services' | 'fleet'>,
  { service, region }: ServiceRef,
): Omit<CapacitySettings, 'effort' | 'incidents' | 'loadTests'> {
  const found = config.services[service];
  const own = found?.capacity;
  const { controls } = found ?? {};
  // What carries the plan out has the last word about how far it may go.
  const rails = (controls?.['capacity-planning'] ?? controls?.['predictive-scaling'])?.guardRails;
  const { floor, ceiling } = { ...usualRails, ...rails };
  const { latencyP99Ms: latencyMs, queueWaitMs } = found?.slo ?? {};
  return {
    headroom: own?.headroom ?? config.capacity.headroom,
    upperQuantile: config.capacity.upperQuantile,
    ...{ floor, ceiling },
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(queueWaitMs === undefined ? {} : { queueWaitMs }),
    calendarOf: (sinceMs, untilMs) => calendarOf(config, service, sinceMs, untilMs),
    events: eventsOf(config, service),
    similarTo: similarTo(config, { service, region }),
  };
}

function calendarOf(
  { capacity, services }: Pick<Config, 'capacity' | 'services'>,
  service: string,
  sinceMs: number,
  untilMs: number,
): Calendar {
  const own = services[service]?.capacity;
  return {
    offsets: offsetChanges(own?.timeZone ?? capacity.timeZone, sinceMs, untilMs),
    holidays: own?.holidays ?? capacity.holidays,
    restWeekday: capacity.restWeekday,
  };
}

function eventsOf({ capacity }: Pick<Config, 'capacity'>, service: string): KnownEvent[] {
  return capacity.events
    .filter(({ services }) => !services || services.includes(service))
    .map(({ name, from, to, expectedRatio }) => ({
      ...{ name, startMs: Date.parse(from), endMs: Date.parse(to) },
      ...(expectedRatio === undefined ? {} : { expectedRatio }),
    }));
}

/** The services that are named, in its region; all the others when none are. */
function similarTo({ services }: Pick<Config, 'services'>, { service, region }: ServiceRef): ServiceRef[] {
  const named = services[service]?.capacity.similarTo;
  const names = named ?? Object.keys(services).filter((name) => name !== service);
  return names.map((name) => ({ service: name, region }));
}

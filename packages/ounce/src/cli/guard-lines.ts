import type {
  BreakerChangeView,
  BreakerView,
  GuardCoverageView,
  LiveCoverageView,
  RestartView,
  ServiceHealthView,
  WarningView,
} from '../api/types.ts';
import { shareOf } from '../audit/text.ts';
import { table } from './output.ts';

export interface CoverageAnswer {
  readonly items: readonly GuardCoverageView[];
  readonly live: readonly LiveCoverageView[];
}

const moment = (atMs: number): string => new Date(atMs).toISOString();
const seconds = (ms: number | undefined): string => (ms === undefined ? '–' : `${(ms / 1000).toFixed(1)} s`);
const nameOf = ({ dependency, endpoint }: { dependency: string; endpoint: string }): string =>
  endpoint ? `${dependency} ${endpoint}` : dependency;

/** In the code by the latest audit, and in what the running processes have sent. */
export function coverageLines({ items, live }: CoverageAnswer): string[] {
  const liveOf = new Map<string, { calls: number; guarded: number }>();
  for (const { service, calls, guarded } of live) {
    const sum = liveOf.get(service) ?? { calls: 0, guarded: 0 };
    liveOf.set(service, { calls: sum.calls + calls, guarded: sum.guarded + guarded });
  }
  const services = [...new Set([...items.map(({ service }) => service), ...liveOf.keys()])].sort();
  if (services.length === 0)
    return ['No audit was recorded. Try: ounce guard audit PATH --record --service NAME'];
  const rows = services.map((service) => {
    const audited = items.find((item) => item.service === service);
    const seen = liveOf.get(service);
    return [
      service,
      ...(audited
        ? [shareOf(audited), `${audited.guarded} of ${audited.calls}`, moment(audited.auditedAtMs)]
        : ['–', '–', 'never']),
      ...(seen ? [shareOf(seen), `${seen.guarded} of ${seen.calls}`] : ['–', '–']),
    ];
  });
  return table([['service', 'in code', 'calls', 'audited', 'live', 'calls'], ...rows]);
}

/** One line for all: `Guard coverage: action-handler 100 %, pubsub-consumer 80 % live`. */
export function coverageSummary({ items, live }: CoverageAnswer): string[] {
  const said = [
    ...items.map((item) => `${item.service} ${shareOf(item)}`),
    ...live
      .filter(({ service }) => items.every((item) => item.service !== service))
      .map((item) => `${item.service} ${shareOf(item)} live`),
  ];
  return said.length === 0 ? [] : ['', `Guarded outgoing calls: ${said.join(', ')}`];
}

export function breakerLines(items: readonly BreakerView[], nowMs: number): string[] {
  if (items.length === 0) return ['No guard reports. See guard.report in docs/guard.md.'];
  const rows = items.map((item) => [
    item.state,
    nameOf(item),
    `${item.service}@${item.region}`,
    item.instance,
    seconds(nowMs - item.sinceMs),
    ...[item.calls, item.failures, item.rejected].map(String),
  ]);
  return table([['state', 'dependency', 'of', 'instance', 'for', 'calls', 'failures', 'rejected'], ...rows]);
}

export function transitionLines(items: readonly BreakerChangeView[]): string[] {
  if (items.length === 0) return ['No transition was told.'];
  const rows = items.map((item) => [
    moment(item.atMs),
    `${item.from} → ${item.to}`,
    nameOf(item),
    item.instance,
    item.cause ?? '',
  ]);
  return table([['at', 'transition', 'dependency', 'instance', 'cause'], ...rows]);
}

export function healthLines(items: readonly ServiceHealthView[], nowMs: number): string[] {
  if (items.length === 0) return ['No service is probed. Give one a `health` in the config.'];
  const rows = items.flatMap(({ service, region, instances }) =>
    instances.map(({ id, state, probe, failuresInRow, memoryBytes }) => [
      id,
      `${service}@${region}`,
      state,
      probe ? probe.kind : 'not yet',
      probe ? `${seconds(nowMs - probe.atMs)} ago` : '',
      failuresInRow > 0 ? `${failuresInRow} failures in a row: ${probe?.why ?? ''}` : '',
      memoryBytes === undefined ? '' : `${Math.round(memoryBytes / 2 ** 20)} MiB`,
    ]),
  );
  return table([['instance', 'of', 'state', 'probe', 'asked', 'failing', 'memory'], ...rows]);
}

export function warningLines(items: readonly WarningView[]): string[] {
  return items.map(({ atMs, service, says }) => `! ${moment(atMs)} ${service}: ${says}`);
}

export function restartLines(items: readonly RestartView[]): string[] {
  if (items.length === 0) return ['No control has restarted anything.'];
  const rows = items.map(({ atMs, instance, detectMs, recoverMs, why }) => [
    ...[moment(atMs), instance, seconds(detectMs)],
    ...[recoverMs === undefined ? 'not back yet' : seconds(recoverMs), why],
  ]);
  return table([['ordered', 'instance', 'detected after', 'up again after', 'why'], ...rows]);
}

import { controls, type DetectedType, detectionRule, type GuardRails, type SignalName } from '@ounce/core';
import type { Config, ServiceConfig } from '../config/index.ts';
import type { ControlSpec, HealthSpec, MetricSpec, ServiceSpec } from '../governor/index.ts';
import type { ProbeCheck } from '../ports/index.ts';

/** The services as the governor takes care of them: one for each service and region of the config. */
export function serviceSpecs(config: Config): ServiceSpec[] {
  return Object.entries(config.services).flatMap(([service, settings]) =>
    (settings.regions ?? config.fleet.regions).map((region) => ({
      service,
      region,
      metrics: metricSpecs(config, settings),
      detections: Object.entries(settings.detect).flatMap(([type, figures]) =>
        figures ? detectionRule(type as DetectedType, figures) : [],
      ),
      controls: controlSpecs(settings),
      onPlatform: [settings.process, settings.kubernetes, settings.systemd].some((how) => how !== undefined),
      ...(settings.admission ? { admission: settings.admission } : {}),
      ...(settings.health ? { health: healthSpec(settings.health) } : {}),
    })),
  );
}

function healthSpec({ intervalMs, timeoutMs, dependsOn, ...check }: HealthConfig): HealthSpec {
  return { check: check as ProbeCheck, intervalMs, timeoutMs, dependsOn };
}

type HealthConfig = NonNullable<ServiceConfig['health']>;

function metricSpecs(config: Config, { metrics }: ServiceConfig): MetricSpec[] {
  return Object.entries(metrics).flatMap(([signal, metric]) =>
    metric
      ? {
          signal: signal as SignalName,
          query: metric.query,
          source: metric.source ?? config.metricSource,
          intervalMs: metric.intervalMs ?? defaultInterval(config, signal as SignalName),
          ...(metric.of ? { of: metric.of } : {}),
          ...(metric.nameBy ? { nameBy: metric.nameBy } : {}),
        }
      : [],
  );
}

function defaultInterval({ intervals }: Config, signal: SignalName): number {
  if (signal === 'errorRate') return intervals.errorRateMs;
  return signal.startsWith('latency') ? intervals.latencyMs : intervals.queueDepthMs;
}

function controlSpecs({ controls: chosen }: ServiceConfig): ControlSpec[] {
  return controls.flatMap((control) => {
    const settings = chosen[control.id];
    if (!settings) return [];
    const { mode, gradualShare, guardRails } = settings;
    return { control, mode, gradualShare, settings: settings.settings, rails: guardRails as GuardRails };
  });
}

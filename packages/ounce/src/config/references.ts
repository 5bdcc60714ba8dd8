import type { GuardRails } from '@ounce/core';
import {
  builtInIncidentTypes,
  checkGuardRails,
  checkThresholds,
  type DetectedType,
  detectionRule,
  detections,
} from '@ounce/core';
import { suggest } from './describe-issue.ts';
import type { Config, ServiceConfig } from './schema.ts';

/** What no schema can see: names that nothing has, and figures that contradict each other. One line for each fault. */
export function brokenReferences(config: Config): string[] {
  const names = Object.keys(config.services);
  return [
    ...Object.entries(config.services).flatMap(([name, service]) =>
      [
        ...brokenMetrics(service, config),
        ...brokenDetections(service),
        ...brokenControls(service),
        ...brokenHealth(service, names),
        ...brokenAdmission(service, names),
        ...brokenRegions(service, config),
        ...brokenPlatforms(service, config),
      ].map((fault) => `services.${name}.${fault}`),
    ),
    ...brokenTypes(config),
    ...brokenCapacity(config),
    ...Object.keys(config.connectors.kubernetes.contexts)
      .filter((region) => !config.fleet.regions.includes(region))
      .map(
        (region) =>
          `connectors.kubernetes.contexts.${region}: there is no such region${suggest(region, config.fleet.regions)}`,
      ),
    ...Object.keys(config.connectors.faults.urls)
      .filter((name) => !names.includes(name))
      .map((name) => `connectors.faults.urls.${name}: there is no such service${suggest(name, names)}`),
  ];
}

/** Services that a launch or a likeness names, and that nobody has. */
function brokenCapacity({ capacity, services }: Config): string[] {
  const names = Object.keys(services);
  const used = [
    ...capacity.events.flatMap(({ services: of = [] }, i) =>
      of.map((name) => [`capacity.events.${i}.services`, name] as const),
    ),
    ...Object.entries(services).flatMap(([service, { capacity: own }]) =>
      (own.similarTo ?? []).map((name) => [`services.${service}.capacity.similarTo`, name] as const),
    ),
  ];
  return used
    .filter(([, name]) => !names.includes(name))
    .map(([path, name]) => `${path}: there is no service ${name}${suggest(name, names)}`);
}

function brokenHealth({ health }: ServiceConfig, names: readonly string[]): string[] {
  if (!health) return [];
  const late = health.timeoutMs > health.intervalMs;
  return [
    ...(late
      ? [`health.timeoutMs (${health.timeoutMs}) is longer than intervalMs (${health.intervalMs})`]
      : []),
    ...health.dependsOn
      .filter((name) => !names.includes(name))
      .map((name) => `health.dependsOn: there is no service ${name}${suggest(name, names)}`),
  ];
}

function brokenAdmission({ admission, controls }: ServiceConfig, names: readonly string[]): string[] {
  if (!admission)
    return controls['admission-control']
      ? ['controls.admission-control: there is no gate before this service; name it in `admission`']
      : [];
  const { service } = admission;
  return names.includes(service)
    ? []
    : [`admission.service is "${service}": there is no such service${suggest(service, names)}`];
}

/** Types that the intake would give to incidents, and that nobody has. */
function brokenTypes({ incidentTypes, intake }: Config): string[] {
  const known = [...builtInIncidentTypes, 'unclassified', ...Object.keys(incidentTypes)];
  const { defaults, alertmanager, pagerduty } = intake;
  const used = [
    ['defaults.type', defaults.type],
    ...Object.entries(alertmanager.types).map(([name, type]) => [`alertmanager.types.${name}`, type]),
    ...Object.entries(pagerduty.types).map(([name, type]) => [`pagerduty.types.${name}`, type]),
  ] as [string, string][];
  return used
    .filter(([, type]) => !known.includes(type))
    .map(
      ([path, type]) => `intake.${path} is "${type}": there is no such incident type${suggest(type, known)}`,
    );
}

function brokenMetrics({ metrics }: ServiceConfig, config: Config): string[] {
  const names = Object.keys(config.services);
  return Object.entries(metrics).flatMap(([signal, { of, source = config.metricSource }]) => [
    ...(of === undefined || names.includes(of)
      ? []
      : [`metrics.${signal}.of is "${of}": there is no such service${suggest(of, names)}`]),
    ...(source === 'prometheus' && !config.connectors.prometheus
      ? [`metrics.${signal} is read from prometheus, but connectors.prometheus is missing`]
      : []),
  ]);
}

function brokenDetections({ detect, metrics }: ServiceConfig): string[] {
  return (Object.keys(detect) as DetectedType[]).flatMap((type) => {
    const { signal } = detections[type];
    const figures = detect[type];
    const complaints = figures ? checkThresholds(detectionRule(type, figures)) : [];
    return [
      ...(metrics[signal] ? [] : [`detect.${type} watches ${signal}, but metrics.${signal} is missing`]),
      ...complaints.map((complaint) => `detect.${type}: ${complaint}`),
    ];
  });
}

function brokenControls({ controls }: ServiceConfig): string[] {
  return Object.entries(controls).flatMap(([id, control]) =>
    checkGuardRails((control?.guardRails ?? {}) as GuardRails).map(
      (complaint) => `controls.${id}.guardRails: ${complaint}`,
    ),
  );
}

function brokenRegions({ regions = [] }: ServiceConfig, { fleet }: Config): string[] {
  return regions.flatMap((region, i) =>
    fleet.regions.includes(region)
      ? []
      : [`regions.${i} is "${region}": there is no such region${suggest(region, fleet.regions)}`],
  );
}

function brokenPlatforms({ process, kubernetes, systemd }: ServiceConfig, { connectors }: Config): string[] {
  const several = Object.keys({
    ...(process && { process }),
    ...(kubernetes && { kubernetes }),
    ...(systemd && { systemd }),
  });
  const through = kubernetes?.scaleThrough;
  return [
    ...(several.length > 1 ? [`${several.join(' and ')}: only one can run it`] : []),
    ...(through === 'keda' && !connectors.keda
      ? ['kubernetes.scaleThrough is "keda", but connectors.keda is missing']
      : []),
    ...(through === 'external-metrics' && !connectors.externalMetrics
      ? ['kubernetes.scaleThrough is "external-metrics", but connectors.externalMetrics is missing']
      : []),
  ];
}

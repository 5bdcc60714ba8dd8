import { type PushedAdmission, resolveAdmission } from '../admission/settings.ts';
import {
  mergePolicySettings,
  type PolicySettings,
  type ResolvedPolicySettings,
  resolvePolicySettings,
} from '../policy/settings.ts';
import { SettingsError } from '../rejection.ts';

/** One dependency's settings, and what is different at some of its endpoints. */
export interface DependencySettings extends PolicySettings {
  /** Hosts (`name` or `name:port`) that belong to it: `guard.fetch` then guards each host by itself under this dependency's settings. */
  readonly hosts?: readonly string[];
  /** Settings of single endpoints, by the name that the code gives them. */
  readonly endpoints?: Readonly<Record<string, PolicySettings>>;
  /** A reason holds the dependency's circuits open by hand until a later push says `null`. */
  readonly isolated?: string | null;
}

/** Everything that can be set without code: from code, from a file, or pushed live. */
export interface GuardSettings {
  /** What every dependency starts from. */
  readonly defaults?: PolicySettings;
  readonly dependencies?: Readonly<Record<string, DependencySettings>>;
  /** How much is let in at the gates before the service's own work, by the name that the code gives them. */
  readonly admission?: Readonly<Record<string, PushedAdmission>>;
}

/** The names of what a guard can be set. */
export const guardSettingNames = ['defaults', 'dependencies', 'admission'] as const;

/** The settings of one policy: defaults, then the dependency's, then the endpoint's. */
export function settingsFor(settings: GuardSettings, dependency: string, endpoint: string): PolicySettings {
  const { hosts, endpoints, isolated, ...own } = dependencyOf(settings, dependency);
  const under = mergePolicySettings(settings.defaults ?? {}, own);
  return mergePolicySettings(under, (endpoints && ownValue(endpoints, endpoint)) ?? {});
}

/** Why a dependency is isolated by its settings; `null` when it is not. */
export function isolationOf(settings: GuardSettings, dependency: string): string | null {
  return dependencyOf(settings, dependency).isolated ?? null;
}

/** The dependency that a host belongs to, if any says so. */
export function dependencyOfHost(settings: GuardSettings, host: string): string | undefined {
  for (const [name, { hosts }] of Object.entries(settings.dependencies ?? {}))
    if (hosts?.includes(host)) return name;
  return undefined;
}

/** `over` (pushed) laid over `under` (from code), level by level. */
export function mergeGuardSettings(under: GuardSettings, over: GuardSettings): GuardSettings {
  const dependencies: Record<string, DependencySettings> = { ...under.dependencies };
  for (const [name, settings] of Object.entries(over.dependencies ?? {})) {
    const below = dependencies[name] ?? {};
    const endpoints: Record<string, PolicySettings> = { ...below.endpoints };
    for (const [endpoint, own] of Object.entries(settings.endpoints ?? {}))
      endpoints[endpoint] = mergePolicySettings(endpoints[endpoint] ?? {}, own);
    dependencies[name] = { ...(mergePolicySettings(below, settings) as DependencySettings), endpoints };
  }
  return {
    defaults: mergePolicySettings(under.defaults ?? {}, over.defaults ?? {}),
    dependencies,
    admission: { ...under.admission, ...over.admission },
  };
}

/**
 * Checks everything that could ever be used, so that a push is taken whole or not at all.
 *
 * @throws SettingsError that names the first wrong value by its path
 */
export function checkGuardSettings(settings: GuardSettings): void {
  if (typeof settings !== 'object' || settings === null)
    throw new SettingsError('settings', `must be an object, not ${String(settings)}`);
  for (const key of Object.keys(settings))
    if (!(guardSettingNames as readonly string[]).includes(key))
      throw new SettingsError(key, `is not a setting (known: ${guardSettingNames.join(', ')})`);
  resolvePolicySettings([settings.defaults ?? {}], 'defaults');
  for (const [name, admission] of Object.entries(settings.admission ?? {}))
    resolveAdmission(`admission.${name}`, {}, admission);
  for (const [name, dependency] of Object.entries(settings.dependencies ?? {})) {
    const path = `dependencies.${name}`;
    checkDependency(dependency, path);
    resolved(settings, name, '', path);
    for (const endpoint of Object.keys(dependency.endpoints ?? {}))
      resolved(settings, name, endpoint, `${path}.endpoints.${endpoint}`);
  }
}

function checkDependency({ hosts, isolated }: DependencySettings, path: string): void {
  if (hosts !== undefined && !(Array.isArray(hosts) && hosts.every((host) => typeof host === 'string')))
    throw new SettingsError(`${path}.hosts`, 'must be a list of host names');
  if (isolated !== undefined && isolated !== null && typeof isolated !== 'string')
    throw new SettingsError(`${path}.isolated`, 'must be a reason (a text) or null');
}

function resolved(
  settings: GuardSettings,
  dependency: string,
  endpoint: string,
  path: string,
): ResolvedPolicySettings {
  return resolvePolicySettings([settingsFor(settings, dependency, endpoint)], path);
}

function dependencyOf(settings: GuardSettings, dependency: string): DependencySettings {
  return (settings.dependencies && ownValue(settings.dependencies, dependency)) ?? {};
}

/** Names come from outside (hosts, endpoints): `constructor` must not find the prototype's. */
function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

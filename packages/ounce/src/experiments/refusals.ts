import { OunceError, type Scenario, type ServiceRef, serviceKey } from '@ounce/core';
import type { ExperimentRecord, IncidentRecord, LedgerQueries } from '../ledger/index.ts';
import { seconds } from './say.ts';
import type { ExperimentPlan, World } from './world.ts';

export interface Permission {
  readonly query: LedgerQueries;
  readonly world: World;
  /** Whether the config says `chaos: 'allowed'`. */
  readonly chaosAllowed: (service: string) => boolean;
  /** Plans that run now. */
  readonly running: readonly ExperimentPlan[];
  /** Earlier experiments whose faults could not be seen to be gone. */
  readonly leftovers: readonly ExperimentRecord[];
}

/** Why an experiment on these targets must not start now; undefined when it may. Nothing is touched by asking. */
export function refusalOf(
  scenario: Scenario,
  { target, faultTarget }: { readonly target: ServiceRef; readonly faultTarget: ServiceRef },
  permission: Permission,
): string | undefined {
  const { query, world, chaosAllowed, running, leftovers } = permission;
  for (const service of [scenario.target, scenario.faultTarget])
    if (!chaosAllowed(service))
      return `${service} is not marked \`chaos: 'allowed'\` in the config, so nothing may be injected into it. Mark it, and start the governor again.`;
  const name = serviceKey(target);
  const keys = [name, serviceKey(faultTarget)];
  const shares = (plan: Pick<ExperimentPlan, 'targets'>) =>
    Object.values(plan.targets).some((ref) => keys.includes(serviceKey(ref)));
  const busy = running.find(shares);
  if (busy)
    return `${name} is already under experiment ${busy.experimentId}. Wait for its end, or end it with \`ounce chaos recover\`.`;
  const left = leftovers.find(shares);
  if (left)
    return `The fault of experiment ${left.id} could not be seen to be gone from ${serviceKey(left.targets.faultTarget)} yet; see \`ounce chaos recover\`.`;
  const frozen = world.freeze();
  if (frozen.kind === 'frozen')
    return `Everything is frozen by ${frozen.by} (${frozen.reason}). Lift it with \`ounce unfreeze\`.`;
  const incident = query.openIncidents().find(inTheWay(keys));
  if (incident)
    return `There is an open incident on ${serviceKey(incident)}: ${incident.summary} It ends when readings have been normal for a while; see \`ounce incidents list --state open\`.`;
  return noReplicas(target, world);
}

/** An incident on a service that is touched; one of the first severity is everybody's, unless it is a drill itself. */
function inTheWay(keys: readonly string[]): (incident: IncidentRecord) => boolean {
  return (incident) => keys.includes(serviceKey(incident)) || (incident.severity === 1 && !incident.drill);
}

/** Why it cannot be said that something runs which could be experimented on; each of these passes by itself, or says why not. */
function noReplicas(target: ServiceRef, world: World): string | undefined {
  const name = serviceKey(target);
  const view = world.view(target);
  const status = world.status(target);
  if (!view) return `${name} is not a service of the config.`;
  if (view.replicas && view.replicas.ready > 0) return undefined;
  if (view.replicas) {
    const states =
      status?.instances.map(({ id, state }) => `${id} is ${state}`).join(', ') || 'there is none';
    return `No replica of ${name} is ready (${states}): there is nothing to experiment on. Try again when one is.`;
  }
  const unknown = `It is not known what runs of ${name}`;
  if (!status)
    return `${unknown}: its platform has not answered since the start. It is asked every few seconds; try again shortly.`;
  const ageMs = view.nowMs - status.atMs;
  return ageMs > statusOldMs
    ? `${unknown}: its platform has not answered for ${seconds(ageMs)}. See \`ounce doctor\`.`
    : `${unknown}: an order was given ${seconds(ageMs)} ago, and its platform has not answered since. Try again shortly.`;
}

/** An answer of this age is too old because the platform is silent, not because an order has overtaken it. */
const statusOldMs = 10_000;

export function refuse(because: string): never {
  throw new OunceError('OUNCE_E_EXPERIMENT_REFUSED', because);
}

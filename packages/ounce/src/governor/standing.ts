import type { AdmissionLimit, AdmitAction, FreezeState, Mode, StandbyAction } from '@ounce/core';
import type { Service } from './service.ts';

/** What a control has ordered to be let in for a service, and when it was last heard of. */
export interface Admitted {
  readonly limit: AdmissionLimit;
  readonly control: string;
  saidAtMs: number;
}

/** What one instance of a gate is told, as its guard understands it. */
interface GateLimit {
  readonly ratePerSecond: number;
  readonly burst: number;
  /** How long it holds without having been asked for again. */
  readonly leaseMs: number;
}

/** A control that has not decided for this long says nothing of what may be let in now. */
const unheardMs = 30_000;
/** How long a gate keeps to a limit without having asked again: longer than a guard's usual interval. */
const leaseMs = 20_000;

export interface Permission {
  readonly freeze: FreezeState;
  readonly modeOf: (service: Service, control: string) => { readonly mode: Mode };
}

/** Carries out what is no order to a platform: a limit that the guards at the gate ask for, a floor that the acting gate holds. */
export function stand(
  service: Service,
  control: string,
  action: AdmitAction | StandbyAction,
  nowMs: number,
): void {
  if (action.kind === 'standby') {
    if (action.to === null) service.kept.delete(control);
    else service.kept.set(control, action.to);
  } else if (action.to === null) delete service.admitted;
  else service.admitted = { limit: action.to, control, saidAtMs: nowMs };
}

/** Whether a limit still holds; where it does not, everybody is let in (the acting gate's SPEC.md, G25). */
function stillStands(service: Service, { freeze, modeOf }: Permission, nowMs: number): Admitted | undefined {
  const { admitted } = service;
  if (!admitted || freeze.kind === 'frozen' || Math.abs(nowMs - admitted.saidAtMs) > unheardMs)
    return undefined;
  return mayAct(modeOf(service, admitted.control)) ? admitted : undefined;
}

/** Takes back what no longer holds: a limit, and a floor whose control may not act any more. */
export function letGo(service: Service, permission: Permission, nowMs: number): void {
  if (!stillStands(service, permission, nowMs)) delete service.admitted;
  for (const control of service.kept.keys())
    if (!mayAct(permission.modeOf(service, control))) service.kept.delete(control);
}

const mayAct = ({ mode }: { readonly mode: Mode }) => mode === 'gradual' || mode === 'enforced';

/** What the guards of a service that has gates are to let in at each of them: the limit shared out among its ready instances. */
export function admissionsAt(
  gateService: string,
  services: ReadonlyMap<string, Service>,
  permission: Permission,
  nowMs: number,
): Readonly<Record<string, GateLimit>> {
  const at: Record<string, GateLimit> = {};
  for (const service of services.values()) {
    const { admission } = service.spec;
    if (admission?.service !== gateService) continue;
    const limit = stillStands(service, permission, nowMs)?.limit;
    if (!limit) continue;
    const before = services.get(`${gateService}@${service.ref.region}`);
    const ready = before?.status?.instances.filter(({ state }) => state === 'ready').length || 1;
    const ratePerSecond = Math.max(0.1, limit.perSecond / ready);
    at[admission.gate] = { ratePerSecond, burst: Math.max(1, Math.floor(limit.burst / ready)), leaseMs };
  }
  return at;
}

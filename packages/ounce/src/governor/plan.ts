import type { ServicePlan, ServiceRef } from '@ounce/core';
import type { Service } from './service.ts';

const hourMs = 3_600_000;
/** The hour before is told of a little after its end. */
const afterMs = 60_000;

/**
 * Asks for the plan of the first service that has none of this hour. One a tick: a plan takes some milliseconds, and the loop acts in
 * between. A plan that could not be made leaves the one there was; it grows too old by itself.
 */
export function planNext(
  services: Iterable<Service>,
  planOf: (of: ServiceRef) => ServicePlan | undefined,
  isOff: (service: Service, control: string) => boolean,
  nowMs: number,
): void {
  const hour = Math.floor((nowMs - afterMs) / hourMs);
  for (const service of services) {
    if (service.planHour === hour) continue;
    const goesByPlan = service.controls.some(({ control }) => control.plans && !isOff(service, control.id));
    if (!goesByPlan) continue;
    service.planHour = hour;
    const plan = planOf(service.ref);
    if (plan) service.plan = plan;
    service.undecided = true;
    return;
  }
}

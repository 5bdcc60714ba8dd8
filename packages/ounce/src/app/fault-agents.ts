import { type Fault, OunceError, type ServiceRef, serviceKey } from '@ounce/core';
import type { FaultAgent } from '../ports/index.ts';

/** An agent, which faults it carries, and into which services. */
export interface Carrier {
  readonly agent: FaultAgent;
  carries(fault: Fault): boolean;
  knows(target: ServiceRef): boolean;
}

/** Several agents as one: each fault goes to the first that carries it; what is asked of a target goes to all that know it. */
export function faultAgents(carriers: readonly Carrier[]): FaultAgent {
  const known = (target: ServiceRef) => {
    const found = carriers.filter((carrier) => carrier.knows(target));
    if (found.length > 0) return found;
    throw new OunceError('OUNCE_E_FAULT_AGENT', `Nobody carries faults for ${serviceKey(target)}.`, {
      mend: 'Name its address in connectors.faults.urls, or let Ounce run it as a process.',
    });
  };
  return {
    async hold(target, lease, signal) {
      const carrier = known(target).find((one) => one.carries(lease.fault));
      if (carrier) return carrier.agent.hold(target, lease, signal);
      const message = `Nobody carries \`${lease.fault.kind}\` for ${serviceKey(target)}.`;
      throw new OunceError('OUNCE_E_FAULT_AGENT', message, {
        mend: 'Network faults and arrivals need an address in connectors.faults.urls; `crash` and `hang` a service with `process`.',
      });
    },
    async release(target, faultId, signal) {
      await Promise.all(known(target).map(({ agent }) => agent.release(target, faultId, signal)));
    },
    async active(target, signal) {
      return (await Promise.all(known(target).map(({ agent }) => agent.active(target, signal)))).flat();
    },
    async accounting(signal) {
      for (const { agent } of carriers) {
        const counts = await agent.accounting(signal);
        if (counts) return counts;
      }
      return undefined;
    },
  };
}

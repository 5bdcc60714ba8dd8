import { OunceError, type ServiceRef, serviceKey } from '@ounce/core';
import type { FaultAgent } from '../../ports/index.ts';
import { type CallOptions, call } from './call.ts';
import type { FleetFaultsOptions } from './options.ts';
import { readAccounting } from './read-accounting.ts';

export type { FleetFaultsOptions } from './options.ts';

/** Asks services to carry faults, over HTTP. docs/connectors/fault-agent.md says what such a service has to answer. */
export function fleetFaults(options: FleetFaultsOptions): FaultAgent {
  const { clock, region, faultUrls, accounting, timeoutMs = 3000, settleMs = 10_000 } = options;
  const within = (signal: AbortSignal): CallOptions => ({ timeoutMs, signal });

  function faultsOf(target: ServiceRef, faultId?: string): URL {
    const base = target.region === region ? faultUrls[target.service] : undefined;
    if (base === undefined) {
      const mend = `Name its address in connectors.faults.urls; there are: ${Object.keys(faultUrls).join(', ')}.`;
      throw new OunceError('OUNCE_E_FAULT_AGENT', `Nobody carries faults for ${serviceKey(target)}.`, {
        mend,
      });
    }
    const path = faultId === undefined ? '/faults' : `/faults/${encodeURIComponent(faultId)}`;
    return new URL(base.replace(/\/+$/, '') + path);
  }

  return {
    async hold(target, { faultId, fault, leaseMs, endsAtMs }, signal) {
      const body = { ...fault, leaseMs, endsAtMs };
      await call({ method: 'PUT', url: faultsOf(target, faultId), body }, within(signal));
    },
    async release(target, faultId, signal) {
      await call({ method: 'DELETE', url: faultsOf(target, faultId) }, within(signal));
    },
    async active(target, signal) {
      const url = faultsOf(target);
      const answer = (await call({ method: 'GET', url }, within(signal))) as { faults?: { id: string }[] };
      if (!Array.isArray(answer.faults)) {
        throw new OunceError('OUNCE_E_FAULT_AGENT', `GET ${url} has no list of faults.`);
      }
      return answer.faults.map(({ id }) => id);
    },
    async accounting(signal) {
      return accounting && readAccounting(accounting, clock.nowMs() - settleMs, within(signal));
    },
  };
}

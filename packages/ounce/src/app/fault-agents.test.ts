import { type Fault, isOunceError } from '@ounce/core';
import { describe, expect, test } from 'vitest';
import type { FaultAgent } from '../ports/index.ts';
import { faultAgents } from './fault-agents.ts';

const { signal } = new AbortController();
const shop = { service: 'shop', region: 'local' };

/** Says what it was asked, and holds what it is given. */
function carrier(name: string, kinds: readonly Fault['kind'][], services: readonly string[]) {
  const asked: string[] = [];
  const held = new Set<string>();
  const agent: FaultAgent = {
    async hold(_, { faultId }) {
      asked.push(`hold ${faultId}`);
      held.add(faultId);
    },
    async release(_, faultId) {
      asked.push(`release ${faultId}`);
      held.delete(faultId);
    },
    active: async () => [...held].map((id) => `${name} ${id}`),
    accounting: async () => (name === 'network' ? { accepted: 1, handledDistinct: 1, errors: 0 } : undefined),
  };
  return {
    asked,
    agent,
    carries: ({ kind }: Fault) => kinds.includes(kind),
    knows: ({ service }: { service: string }) => services.includes(service),
  };
}

function both() {
  const network = carrier('network', ['dependency_down'], ['shop', 'search']);
  const processes = carrier('processes', ['crash'], ['shop', 'mail']);
  return { network, processes, agent: faultAgents([processes, network]) };
}

const lease = (faultId: string, fault: Fault) => ({ faultId, fault, leaseMs: 1_000, endsAtMs: 9e12 });
const refusalOf = async (call: Promise<unknown>) => {
  const error = await call.catch((thrown: unknown) => thrown);
  return isOunceError(error) ? `${error.code}: ${error.message}` : 'not refused';
};

describe('several agents as one', () => {
  test('each fault goes to the one that carries it, and all that know a target are asked about it', async () => {
    const { network, processes, agent } = both();
    await agent.hold(shop, lease('a', { kind: 'dependency_down' }), signal);
    await agent.hold(shop, lease('b', { kind: 'crash' }), signal);
    expect([network.asked, processes.asked]).toEqual([['hold a'], ['hold b']]);
    expect(await agent.active(shop, signal)).toEqual(['processes b', 'network a']);
    await agent.release(shop, 'a', signal);
    expect(await agent.active(shop, signal)).toEqual(['processes b']);
  });

  test('what nobody carries is refused by name, and so is a target that nobody knows', async () => {
    const { agent } = both();
    const mail = { ...shop, service: 'mail' };
    const down = lease('a', { kind: 'dependency_down' });
    expect(await refusalOf(agent.hold(mail, down, signal))).toBe(
      'OUNCE_E_FAULT_AGENT: Nobody carries `dependency_down` for mail@local.',
    );
    const nobody = { ...shop, service: 'nobody' };
    expect(await refusalOf(agent.active(nobody, signal))).toContain(
      'Nobody carries faults for nobody@local.',
    );
  });

  test('counts come from whoever keeps them', async () => {
    expect(await both().agent.accounting(signal)).toMatchObject({ accepted: 1 });
  });
});

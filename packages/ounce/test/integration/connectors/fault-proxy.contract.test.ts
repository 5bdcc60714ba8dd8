import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { startFaultProxy } from '../../../src/connectors/fault-proxy/index.ts';
import { fleetFaults } from '../../../src/connectors/fleet-faults/index.ts';
import { faultAgentContract } from '../../../src/ports/fault-agent.contract.ts';

const at = (port: number) => ({ host: '127.0.0.1', port });

// A fault proxy in front of a service that nobody asks, through the agent that talks to it.
faultAgentContract(async () => {
  const clock = systemClock();
  const routes = [{ name: 'payments', listen: at(0), to: at(9) }];
  const proxy = await startFaultProxy({ clock, control: at(0), routes, random: () => 0.5 });
  const faultUrls = { ...proxy.faultUrls, search: await addressOfNobody() };
  const local = (service: string) => ({ service, region: 'local' });
  return {
    agent: fleetFaults({ clock, region: 'local', faultUrls }),
    target: local('payments'),
    fault: { kind: 'unresponsive', variant: 'slow', latencyMs: 100, jitterMs: 10 },
    unreachable: local('search'),
    unknown: local('nobody'),
    nowMs: () => Date.now(),
    pass: async (ms) => void (await sleep(ms)),
    close: () => proxy.close(),
  };
});

async function addressOfNobody(): Promise<string> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(`http://127.0.0.1:${port}`));
    });
  });
}

import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import { Registry } from 'prom-client';
import { addFaultRoutes } from '../../../../../examples/fleet/src/fault-routes.ts';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { fleetFaults } from '../../../src/connectors/fleet-faults/index.ts';
import { faultAgentContract } from '../../../src/ports/fault-agent.contract.ts';

// Against the reference fleet's own fault routes.
faultAgentContract(async () => {
  const app = Fastify();
  const log = () => {};
  addFaultRoutes({ app, registry: new Registry(), log, kinds: ['arrivals'] });
  let accepted = 0;
  app.get('/accounting', async () => {
    accepted += 1;
    return { accepted, failed: 0, distinct: accepted };
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const faultUrls = { traffic: url, gateway: await addressOfNobody() };
  const accounting = { accepted: url, handled: url };
  const local = (service: string) => ({ service, region: 'local' });
  return {
    agent: fleetFaults({ clock: systemClock(), region: 'local', faultUrls, accounting }),
    target: local('traffic'),
    fault: { kind: 'arrivals', factor: 10 },
    unreachable: local('gateway'),
    unknown: local('nobody'),
    nowMs: () => Date.now(),
    pass: async (ms) => void (await sleep(ms)),
    close: () => app.close(),
  };
});

async function addressOfNobody(): Promise<string> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      server.close(() => resolve(`http://127.0.0.1:${port}`));
    });
  });
}

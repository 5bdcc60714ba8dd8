import { eventually, freePort, ready, type ServiceProcess, startService } from './process.ts';

export interface FleetOptions {
  readonly consumers?: number;
  readonly workMs?: number;
  /** Settings of the traffic generator; without them there is none, and the test sends by itself. */
  readonly traffic?: Readonly<Record<string, string>>;
  /** Of every service, on top of what the fleet itself needs. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The whole fleet as child processes, without a supervisor: what dies stays dead until the test starts it again. */
export interface Fleet {
  readonly database: ServiceProcess;
  readonly gateway: ServiceProcess;
  readonly action: ServiceProcess;
  readonly connector: ServiceProcess;
  readonly profile: ServiceProcess;
  readonly traffic: ServiceProcess | undefined;
  readonly consumers: ServiceProcess[];
  addConsumer(): Promise<ServiceProcess>;
  /** Sends messages one after another. @returns the ids of those that were accepted */
  send(count: number): Promise<string[]>;
  queue(): Promise<{ waiting: number; active: number }>;
  handled(query?: string): Promise<{ distinct: number; total: number }>;
  stop(): Promise<void>;
}

export async function startFleet({
  consumers = 2,
  workMs = 200,
  traffic,
  settings = {},
}: FleetOptions = {}): Promise<Fleet> {
  const ports = await Promise.all(Array.from({ length: 5 }, freePort));
  const [databasePort = 0, connectorPort = 0, actionPort = 0, gatewayPort = 0, profilePort = 0] = ports;
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const env = {
    DATABASE_READY_URL: at(databasePort),
    DATABASE_CONNECTOR_URL: at(connectorPort),
    ACTION_HANDLER_URL: at(actionPort),
    CUSTOMER_PROFILE_URL: at(profilePort),
    GATEWAY_URL: at(gatewayPort),
    ...settings,
    WORK_MS: String(workMs),
  };
  // In no helpful order: each waits for what it needs.
  const started = [
    startService({ entry: 'gateway', port: gatewayPort, env }),
    startService({ entry: 'action-handler', port: actionPort, env }),
    startService({ entry: 'database-connector', port: connectorPort, env }),
    startService({ entry: 'database', port: databasePort, env }),
    startService({ entry: 'customer-profile', port: profilePort, env }),
  ];
  const [gateway, action, connector, database, profile] = (await Promise.all(started)) as [
    ServiceProcess,
    ServiceProcess,
    ServiceProcess,
    ServiceProcess,
    ServiceProcess,
  ];
  const replicas: ServiceProcess[] = [];
  const addConsumer = async () => {
    const instance = `pubsub-consumer-${replicas.length + 1}`;
    const replica = await startService({ entry: 'pubsub-consumer', instance, env });
    replicas.push(replica);
    return replica;
  };
  for (let index = 0; index < consumers; index += 1) await addConsumer();
  const generator = traffic && (await startService({ entry: 'traffic', env: { ...env, ...traffic } }));
  const fleet: Fleet = {
    database,
    gateway,
    action,
    connector,
    profile,
    traffic: generator,
    consumers: replicas,
    addConsumer,
    send: (count) => sendMessages(gateway.url, count),
    queue: async () =>
      (await gateway.get<{ queue: { waiting: number; active: number } }>('/accounting')).queue,
    handled: (query = '') => connector.get(`/accounting${query}`),
    async stop() {
      if (generator) await generator.kill('SIGTERM');
      await Promise.all(replicas.map((replica) => replica.kill('SIGTERM')));
      await Promise.all([gateway, action, connector, profile].map((service) => service.kill('SIGTERM')));
      await database.kill('SIGTERM');
    },
  };
  try {
    const all = [
      database,
      gateway,
      action,
      connector,
      profile,
      ...replicas,
      ...(generator ? [generator] : []),
    ];
    await Promise.all(all.map(ready));
  } catch (error) {
    await fleet.stop();
    throw error;
  }
  return fleet;
}

async function sendMessages(gatewayUrl: string, count: number): Promise<string[]> {
  const accepted: string[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    const id = crypto.randomUUID();
    const response = await fetch(`${gatewayUrl}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id, run: 'test', sentAtMs: Date.now() }),
    });
    if (response.status === 202) accepted.push(id);
  }
  return accepted;
}

/** Waits until nothing waits in the queue and nothing is in work. */
export async function drained(fleet: Fleet, timeoutMs?: number): Promise<void> {
  await eventually(
    'the queue empty',
    async () => {
      const { waiting, active } = await fleet.queue();
      return waiting + active === 0;
    },
    timeoutMs,
  );
}

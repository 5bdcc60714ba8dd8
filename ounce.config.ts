// The reference fleet (examples/fleet) under Ounce's care: what `npm start` and `npm run demo` run.
import { defineConfig } from 'ounce';

const url = (port: number) => `http://127.0.0.1:${port}`;
const ports = { database: 7101, connector: 7102, handler: 7103, gateway: 7104, traffic: 7105, profile: 7106 };
/** What is called through the fault proxy, and where it listens for them. */
const proxied = { profile: 7111, handler: 7112, connector: 7113 };
const proxyControl = 7110;
const node = (file: string) => ['node', `examples/fleet/src/${file}.ts`];
/** Node keeps what it has compiled: a start, and so a recovery, takes two fifths less of the processor. */
const quickStart = { NODE_COMPILE_CACHE: '.ounce/compile-cache' };
const database = { DATABASE_READY_URL: url(ports.database) };
/** Settings that are pushed, and their last good copy. `GUARD=off npm start` runs the fleet without its guard. */
const guard = { ...quickStart, GOVERNOR_SOCKET: '.ounce/governor.sock', GUARD_FOLDER: '.ounce/guard' };
const route = (name: string, listen: number, to: number) => `${name}=127.0.0.1:${listen}>127.0.0.1:${to}`;

/** How a service's own breakers, sockets and event loop are read. */
const guarded = {
  openBreakers: {
    query: 'sum(ounce_guard_breaker_state{state=~"open|half_open|isolated"})',
    nameBy: 'dependency',
    intervalMs: 2_000,
  },
  openSockets: { query: 'sum(nodejs_active_resources{type="TCPSocketWrap"})', intervalMs: 5_000 },
  // The histogram counts the 200 ms between two of its looks as lag.
  eventLoopLagMs: { query: '(max(nodejs_eventloop_lag_p99_seconds) - 0.2) * 1000', intervalMs: 5_000 },
};
const whenOpen = { circuit_breaker_open: { forMs: 10_000, normalForMs: 10_000 } };

/** Every instance is asked whether its process is well; one that is silent three times in a row is restarted. */
const probed = (...dependsOn: string[]) =>
  ({ kind: 'http', path: '/healthz', intervalMs: 2_000, timeoutMs: 1_500, dependsOn }) as const;
/** There is one of it, and everything waits for it: asked often, so that it is back within seconds. */
const probedOften = (...dependsOn: string[]) =>
  ({ ...probed(...dependsOn), intervalMs: 500, timeoutMs: 400 }) as const;
const restarts = { 'service-health': { mode: 'enforced' } } as const;

export default defineConfig({
  fleet: { name: 'reference fleet', regions: ['local'] },
  services: {
    database: {
      process: { command: node('database'), port: ports.database, drainMs: 20_000 },
      health: probed(),
    },
    'database-connector': {
      process: {
        command: node('database-connector'),
        port: ports.connector,
        env: { ...database, ...guard },
      },
      health: probed('database'),
      metrics: guarded,
      detect: whenOpen,
      controls: restarts,
      chaos: 'allowed',
    },
    'customer-profile': {
      process: { command: node('customer-profile'), port: ports.profile, env: quickStart },
      health: probed(),
      controls: restarts,
      chaos: 'allowed',
    },
    'fault-proxy': {
      process: {
        command: ['node', 'packages/ounce/src/cli/fault-proxy.ts'],
        port: proxyControl,
        env: {
          ROUTES: [
            route('customer-profile', proxied.profile, ports.profile),
            route('action-handler', proxied.handler, ports.handler),
            route('database-connector', proxied.connector, ports.connector),
          ].join(),
        },
      },
    },
    'action-handler': {
      process: {
        command: node('action-handler'),
        port: ports.handler,
        env: { DATABASE_CONNECTOR_URL: url(proxied.connector), ...guard },
      },
      health: probedOften('database-connector'),
      metrics: {
        ...guarded,
        latencyP99Ms: {
          query: 'histogram_quantile(0.99, rate(http_request_duration_seconds_bucket)) * 1000',
        },
      },
      detect: whenOpen,
      controls: restarts,
      chaos: 'allowed',
    },
    gateway: {
      process: {
        command: node('gateway'),
        port: ports.gateway,
        // It asks often: what the consumers can carry changes within seconds.
        env: {
          ...database,
          CUSTOMER_PROFILE_URL: url(proxied.profile),
          ...guard,
          GUARD_FOLLOW_MS: '500',
        },
      },
      health: probed('database'),
      metrics: {
        ...guarded,
        errorRate: { query: 'rate(http_requests_total{code=~"5..|499"}) / rate(http_requests_total)' },
        cacheShare: {
          query:
            'rate(ounce_guard_fallback_values_total{source="stale"}) / rate(ounce_guard_fallback_values_total)',
          intervalMs: 5_000,
        },
        latencyP50Ms: { query: 'histogram_quantile(0.5, rate(http_request_duration_seconds_bucket)) * 1000' },
        latencyP95Ms: {
          query: 'histogram_quantile(0.95, rate(http_request_duration_seconds_bucket)) * 1000',
        },
        latencyP99Ms: {
          query: 'histogram_quantile(0.99, rate(http_request_duration_seconds_bucket)) * 1000',
          intervalMs: 5_000,
        },
      },
      // Pushed to the running gateway; what is not said here stays as its code has it.
      guard: { dependencies: { 'customer-profile': { breaker: { breakMs: 5_000, trialsToClose: 5 } } } },
      slo: { availability: 0.999, latencyP99Ms: 500 },
      detect: { error_rate_spike: {}, latency_spike: {}, ...whenOpen },
      controls: restarts,
      chaos: 'allowed',
    },
    'pubsub-consumer': {
      process: {
        command: node('pubsub-consumer'),
        replicas: 2,
        env: { ...database, ACTION_HANDLER_URL: url(proxied.handler), ...guard },
      },
      health: probed('database'),
      metrics: {
        ...guarded,
        failureRate: { query: 'rate(fleet_messages_failed_total)', intervalMs: 5_000 },
        queueDepth: { query: 'sum(fleet_queue_depth{queue="messages"})', of: 'gateway' },
        arrivalRate: { query: 'rate(fleet_messages_offered_total)', of: 'gateway' },
        serviceRate: { query: 'rate(fleet_messages_handled_total)' },
      },
      slo: { queueWaitMs: 30_000 },
      admission: { service: 'gateway', gate: 'messages' },
      detect: {
        ...whenOpen,
        queue_backlog: { above: 200, forMs: 10_000, normalBelow: 100, normalForMs: 30_000 },
      },
      controls: {
        ...restarts,
        'predictive-scaling': {
          mode: 'enforced',
          settings: { threshold: 200, perReplicaRate: 9, startupMs: 2_000 },
          guardRails: { floor: 2, ceiling: 14 },
        },
        'standby-headroom': {
          mode: 'dry-run',
          settings: { threshold: 200, perReplicaRate: 9, startupMs: 2_000, atLeastSurges: 1 },
          guardRails: { floor: 2, ceiling: 14 },
        },
        'capacity-planning': { mode: 'dry-run', guardRails: { floor: 2, ceiling: 14 } },
        'admission-control': { mode: 'dry-run', settings: { threshold: 200, perReplicaRate: 9, excess: 40 } },
      },
      chaos: 'allowed',
    },
    traffic: {
      process: { command: node('traffic'), port: ports.traffic, env: { GATEWAY_URL: url(ports.gateway) } },
      chaos: 'allowed',
    },
  },
  connectors: {
    faults: {
      urls: {
        traffic: url(ports.traffic),
        'customer-profile': `${url(proxyControl)}/routes/customer-profile`,
        'action-handler': `${url(proxyControl)}/routes/action-handler`,
        'database-connector': `${url(proxyControl)}/routes/database-connector`,
      },
      accounting: { accepted: url(ports.traffic), handled: url(ports.connector) },
    },
  },
});

import type { HealthProbe, ProbeTarget } from '../../ports/index.ts';
import { probeCommand } from './command.ts';
import { GrpcHealth } from './grpc.ts';
import { probeHttp } from './http.ts';
import { probeTcp } from './tcp.ts';

/** Asks instances over HTTP, TCP and gRPC, or by running a command; each probe is a new connection that is closed again. */
export function healthProbe(): HealthProbe {
  const grpc = new GrpcHealth();
  return {
    async probe(target, signal) {
      signal.throwIfAborted();
      const { check, timeoutMs } = target;
      if (check.kind === 'command') return probeCommand(check.command, target, signal);
      const address = addressOf(target);
      if (!address) return { kind: 'unknown', why: `it is not known where ${target.instance} listens` };
      switch (check.kind) {
        case 'http':
          return probeHttp(new URL(check.path, address), check.expectStatus, timeoutMs, signal);
        case 'tcp':
          return probeTcp(address, timeoutMs, signal);
        case 'grpc':
          return grpc.probe(address, check.service, timeoutMs, signal);
      }
    },
    close: async () => grpc.close(),
  };
}

function addressOf({ url }: ProbeTarget): URL | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
}

import type { Role, ServiceRef } from '@ounce/core';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { askCapacity } from '../capacity/index.ts';
import type { Config } from '../config/index.ts';
import type { Experiments } from '../experiments/index.ts';
import type { Governor } from '../governor/index.ts';
import type { History } from '../history/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { ReadMeter } from '../monitoring/index.ts';
import type { Clock } from '../ports/index.ts';
import type { Effectiveness } from '../prevention/effectiveness/index.ts';
import type { EffectSource } from '../prevention/preventions/index.ts';
import type { Readings } from '../prevention/reviews/index.ts';
import type { Runbook } from '../prevention/runbooks/index.ts';

/** An object of a namespace of a cluster. */
export interface PlanManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
}

/** What the routes are made of. */
export interface ApiContext {
  readonly config: Config;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly governor: Governor;
  readonly experiments: Experiments;
  /** What was measured about preventions. */
  readonly effects?: EffectSource;
  readonly effectiveness: Effectiveness;
  /** Recorded readings, for what was to be seen around an incident. */
  readonly readings?: Readings;
  /** What lies ahead of a service. */
  readonly capacity: ReturnType<typeof askCapacity>;
  /** Applies a plan's manifest to the cluster of a region; absent where there is none. */
  readonly applyPlan?: (region: string, manifest: PlanManifest, signal: AbortSignal) => Promise<void>;
  /** What a service runs as in a cluster; absent where none runs in one. */
  readonly workloadOf?: (
    of: ServiceRef,
  ) =>
    | { readonly kind: 'Deployment' | 'StatefulSet'; readonly name: string; readonly namespace: string }
    | undefined;
  readonly history: History;
  /** What reading the services has cost. */
  readonly reads?: ReadMeter;
  /** By incident type. */
  readonly runbooks: ReadonlyMap<string, Runbook>;
  readonly version: string;
  readonly startedAtMs: number;
  /** The built files of the console. */
  readonly consoleFolder: string;
}

export type Server = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Who sent a request. The local socket is guarded by its file mode: whoever can open it is the owner of the journal. */
export interface Caller {
  readonly role: Role;
  readonly tokenId: string;
  /** As the ledger names it: `token:ID` or `local`. */
  readonly actor: string;
}

/** By the route that was found, not only by what the URL looks like: `/%61pi/state` is `/api/state` too. */
export function isApi({ routeOptions, url }: FastifyRequest): boolean {
  return [routeOptions.url, url].some((path) => /^\/api(?![^/?])/.test(path ?? ''));
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
  }
  interface FastifyContextConfig {
    /** The least role; `viewer` when absent. */
    role?: Role;
    /** Also takes the intake's own token, or a signature over the body in its place. */
    intake?: 'token' | 'signature';
  }
}

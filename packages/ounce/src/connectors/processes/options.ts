import type { Clock } from '../../ports/index.ts';

/** How one service is run as local processes. */
export interface ProcessService {
  /** Program and arguments, not a shell line: `['node', 'src/gateway.ts']`. */
  readonly command: readonly string[];
  /** Default: the governor's own folder. */
  readonly cwd?: string;
  /** On top of the governor's environment. `PORT` and `INSTANCE` are added for each instance. */
  readonly env?: Readonly<Record<string, string>>;
  /** A number is for the first replica only; the others, and `'auto'` (the default), get a free port. */
  readonly port?: number | 'auto';
  /** Answers 2xx when the instance can work. Default `/readyz`. */
  readonly readyPath?: string;
  /** From SIGTERM to SIGKILL. Default 30,000. */
  readonly drainMs?: number;
  /** How many to start with when nobody has scaled the service yet. Default 1. */
  readonly replicas?: number;
}

/** Options of `processesPlatform`, which resolves to a Platform once living instances are adopted and missing ones started. */
export interface ProcessesOptions {
  /** Records, logs and the wanted counts; a governor that is started again finds its instances there. */
  readonly stateFolder: string;
  /** The region that this machine stands for; calls for another one are refused. */
  readonly region: string;
  readonly services: Readonly<Record<string, ProcessService>>;
  readonly clock: Clock;
  /** Told of crashes, adoptions and kills, one sentence each. */
  readonly log?: (sentence: string) => void;
}

/** A service with every default filled in. */
export interface ResolvedService extends Required<Omit<ProcessService, 'cwd'>> {
  readonly name: string;
  readonly cwd: string;
}

export function resolveService(name: string, service: ProcessService): ResolvedService {
  return {
    name,
    command: service.command,
    cwd: service.cwd ?? process.cwd(),
    env: service.env ?? {},
    port: service.port ?? 'auto',
    readyPath: service.readyPath ?? '/readyz',
    drainMs: service.drainMs ?? 30_000,
    replicas: service.replicas ?? 1,
  };
}

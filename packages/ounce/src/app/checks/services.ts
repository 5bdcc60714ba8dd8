import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { Config, LoadedConfig } from '../../config/index.ts';
import { systemClock } from '../../connectors/clock/index.ts';
import { whyNotFree } from '../address.ts';
import { sourcesOf } from '../connectors.ts';
import { type Finding, faultOf, tried, wrong } from '../finding.ts';
import { serviceSpecs } from '../services.ts';

const pingTimeoutMs = 3_000;

/** Whether each source answers, and understands what it is asked. */
export async function checkMetrics(config: Config): Promise<Finding[]> {
  const sources = sourcesOf(config, systemClock());
  const queries = serviceSpecs(config).flatMap(({ service, metrics }) =>
    metrics.flatMap(({ signal, query, source }) => {
      try {
        sources[source]?.checkQuery(query);
        return [];
      } catch (error) {
        return faultOf(`services.${service}.metrics.${signal}.query`, error);
      }
    }),
  );
  const pings = await Promise.all(
    Object.entries(sources).map(([name, source]) =>
      tried(name, async () => {
        await source.ping(AbortSignal.timeout(pingTimeoutMs));
        return 'ready';
      }),
    ),
  );
  await Promise.all(Object.values(sources).map((source) => source.close()));
  return [...queries, ...pings];
}

/** The programs that the processes connector would start. */
export function checkCommands({ config, folder }: LoadedConfig): Finding[] {
  return Object.entries(config.services).flatMap(([name, { process: run }]) => {
    const [program = '', ...args] = run?.command ?? [];
    const files = args.filter((arg) => /\.(ts|mjs|cjs|js|sh|py)$/.test(arg));
    const isThere = (path: string) => existsSync(isAbsolute(path) ? path : resolve(folder, path));
    const missing = [
      ...(program === '' || (program.includes('/') ? isThere(program) : isOnPath(program)) ? [] : [program]),
      ...files.filter((file) => !isThere(file)),
    ];
    return missing.map((part) =>
      wrong(
        `services.${name}.process.command`,
        `"${part}" is not there`,
        'Correct the command; relative paths are relative to the config file.',
      ),
    );
  });
}

const isOnPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** Fixed ports that somebody else has. */
export async function checkServicePorts({ services }: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, { process: run }] of Object.entries(services)) {
    const why = run?.port === undefined ? undefined : await whyNotFree(run.port, '127.0.0.1');
    if (why)
      findings.push(
        wrong(
          `services.${name}.process.port`,
          `${run?.port} ${why}`,
          'Choose another port, or stop what uses it (an earlier fleet that was left running is taken over by `ounce start`).',
        ),
      );
  }
  return findings;
}

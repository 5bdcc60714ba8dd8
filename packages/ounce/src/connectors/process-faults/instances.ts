import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OunceError } from '@ounce/core';
import { isAlive } from '../../ports/process-identity.ts';

/** A process that runs one instance; pid and start time together name it for good. */
export interface RunningInstance {
  readonly id: string;
  readonly pid: number;
  readonly startTime: string;
}

interface Record {
  readonly service?: string;
  readonly index?: number;
  readonly pid?: number;
  readonly startTime?: string;
  readonly draining?: boolean;
}

/**
 * The living instances of a service, lowest number first, from the records that the `processes` connector keeps
 * (docs/connectors/processes.md). Those that are being drained are leaving by themselves and not among them.
 *
 * @throws OunceError OUNCE_E_FAULT_AGENT when the folder cannot be read, or holds nothing of the service
 */
export function runningInstances(stateFolder: string, service: string): RunningInstance[] {
  const records = recordsOf(stateFolder).filter(({ record }) => record.service === service);
  if (records.length === 0)
    throw new OunceError('OUNCE_E_FAULT_AGENT', `${service} is not run as processes of this machine.`);
  return records
    .toSorted((a, b) => (a.record.index ?? 0) - (b.record.index ?? 0))
    .flatMap(({ id, record: { pid, startTime, draining } }) =>
      pid && startTime && !draining && isAlive({ pid, startTime }) ? { id, pid, startTime } : [],
    );
}

function recordsOf(stateFolder: string): { readonly id: string; readonly record: Record }[] {
  try {
    return readdirSync(stateFolder)
      .filter((file) => /^.+-\d+\.json$/.test(file))
      .map((file) => ({
        id: file.slice(0, -'.json'.length),
        record: JSON.parse(readFileSync(join(stateFolder, file), 'utf8')) as Record,
      }));
  } catch (cause) {
    // A record can be gone between the two: the next try finds it so.
    throw new OunceError('OUNCE_E_FAULT_AGENT', `The records in ${stateFolder} cannot be read.`, {
      retry: true,
      cause,
    });
  }
}

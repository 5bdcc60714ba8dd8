import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OunceError } from '@ounce/core';
import { readPs, readStat } from '../../ports/process-identity.ts';

/** What is known of one instance, for the governor that comes after this one. */
export interface InstanceRecord {
  readonly service: string;
  readonly index: number;
  /** Absent from just before the start until just after it; the process has then written its pid by itself. */
  readonly pid?: number;
  readonly startTime?: string;
  readonly port: number;
  readonly startedAtMs: number;
  readonly readyAtMs?: number;
  readonly restarts: number;
  /** It was told to stop, and must not be replaced. */
  readonly draining: boolean;
}

/** `stateFolder/<instance>.json` and `.pid`, `stateFolder/logs/<instance>.log`, `stateFolder/desired/<service>.json`. */
export class StateFolder {
  readonly #root: string;

  /** @throws OunceError OUNCE_E_PLATFORM when the folder cannot be made or written */
  constructor(root: string) {
    this.#root = resolve(root);
    try {
      for (const folder of ['desired', 'logs']) mkdirSync(join(this.#root, folder), { recursive: true });
    } catch (cause) {
      const mend = 'Choose a folder that can be written, or mend its permissions.';
      throw new OunceError('OUNCE_E_PLATFORM', `The folder ${this.#root} cannot be written.`, {
        mend,
        cause,
      });
    }
  }

  logPath(instance: string): string {
    return join(this.#root, 'logs', `${instance}.log`);
  }

  pidPath(instance: string): string {
    return join(this.#root, `${instance}.pid`);
  }

  /** What the process has written about itself (see `launch`); undefined when it has not, or not to the end. */
  ownWords(instance: string): { readonly pid: number; readonly startTime: string } | undefined {
    const [, pid, line] = readIfThere(this.pidPath(instance))?.match(/^(\d+)\n(.+)\n$/) ?? [];
    if (!pid || !line) return undefined;
    const { startTime } = process.platform === 'linux' ? readStat(line) : readPs(line);
    return { pid: Number(pid), startTime };
  }

  removeOwnWords(instance: string): void {
    rmSync(this.pidPath(instance), { force: true });
  }

  writeRecord(instance: string, record: InstanceRecord): void {
    writeWhole(join(this.#root, `${instance}.json`), record);
  }

  removeRecord(instance: string): void {
    this.removeOwnWords(instance);
    rmSync(join(this.#root, `${instance}.json`), { force: true });
  }

  records(): ReadonlyMap<string, InstanceRecord> {
    const names = readdirSync(this.#root).flatMap((file) => file.match(/^(.+-\d+)\.json$/)?.[1] ?? []);
    return new Map(names.map((name) => [name, readJson<InstanceRecord>(join(this.#root, `${name}.json`))!]));
  }

  desired(service: string): number | undefined {
    return readJson<{ replicas: number }>(this.#desiredPath(service))?.replicas;
  }

  writeDesired(service: string, replicas: number): void {
    writeWhole(this.#desiredPath(service), { replicas });
  }

  removeDesired(service: string): void {
    rmSync(this.#desiredPath(service), { force: true });
  }

  #desiredPath(service: string): string {
    return join(this.#root, 'desired', `${service}.json`);
  }
}

/** A governor can be killed at any moment: a file is the old one or the new one, never a part. */
function writeWhole(path: string, content: object): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(content)}\n`);
  renameSync(`${path}.new`, path);
}

function readJson<Content>(path: string): Content | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Content;
  } catch (cause) {
    const mend = 'Stop the process it belongs to, if there is one, and delete the file.';
    throw new OunceError('OUNCE_E_PLATFORM', `The record ${path} is damaged.`, { mend, cause });
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

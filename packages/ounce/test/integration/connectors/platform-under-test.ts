import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceStatus } from '@ounce/core';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { type ProcessService, processesPlatform } from '../../../src/connectors/processes/index.ts';
import type { Platform } from '../../../src/ports/index.ts';

export const ref = { service: 'consumer', region: 'local' };
const clock = systemClock();
const { signal } = new AbortController();
export const fixture = fileURLToPath(new URL('./fixtures/service.mjs', import.meta.url));

interface Said {
  readonly instance: string;
  readonly pid: number;
  readonly colour: string;
}

export interface UnderTest {
  readonly folder: string;
  readonly sentences: string[];
  platform(): Platform;
  status(): Promise<ServiceStatus>;
  until(is: (status: ServiceStatus) => boolean): Promise<ServiceStatus>;
  record(instance: string): { pid: number; startTime: string; draining: boolean };
  records(): string[];
  log(instance: string): string;
  /** What the instance says about itself. */
  ask(status: ServiceStatus, at?: number): Promise<Said>;
  open(changed?: Partial<ProcessService>): Promise<Platform>;
  /** Lets go of everything, as a governor does that ends, and opens it again. */
  reopen(changed?: Partial<ProcessService>): Promise<Platform>;
  close(): Promise<void>;
}

export function underTest(base: Partial<ProcessService> = {}): UnderTest {
  const folder = mkdtempSync(join(tmpdir(), 'ounce-processes-'));
  const sentences: string[] = [];
  let platform: Platform;
  const path = (...parts: string[]) => join(folder, ...parts);
  const self: UnderTest = {
    folder,
    sentences,
    platform: () => platform,
    status: () => platform.status(ref, signal),
    async until(is) {
      const giveUpMs = clock.monotonicMs() + 30_000;
      for (;;) {
        const status = await self.status();
        if (is(status)) return status;
        if (clock.monotonicMs() > giveUpMs) {
          throw new Error(`it stays ${JSON.stringify(status)}; ${sentences.join(' ')}`);
        }
        await clock.sleep(20);
      }
    },
    record: (instance) => JSON.parse(readFileSync(path(`${instance}.json`), 'utf8')),
    records: () => readdirSync(folder).filter((file) => /\.(json|pid)$/.test(file)),
    log: (instance) => readFileSync(path('logs', `${instance}.log`), 'utf8'),
    ask: async ({ instances }, at = 0) => (await (await fetch(instances[at]!.url!)).json()) as Said,
    async open(changed = {}) {
      const consumer = { command: [process.execPath, fixture], drainMs: 2000, ...base, ...changed };
      const log = (sentence: string) => void sentences.push(sentence);
      const options = { stateFolder: folder, region: 'local', services: { consumer }, clock, log };
      platform = await processesPlatform(options);
      return platform;
    },
    async reopen(changed) {
      await platform.close({ stop: false });
      return self.open(changed);
    },
    async close() {
      await platform.close({ stop: true });
      rmSync(folder, { recursive: true });
    },
  };
  return self;
}

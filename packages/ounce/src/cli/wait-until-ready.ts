import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OunceError } from '@ounce/core';
import type { LiveState } from '../api/types.ts';
import type { Client } from './client.ts';
import type { Output } from './output.ts';

const patienceMs = 90_000;

/** Waits until every service that runs here is ready and its readings are fresh. */
export async function waitUntilReady(client: Client, output: Output, logFolder: string): Promise<void> {
  const givenUpAtMs = performance.now() + patienceMs;
  let said = false;
  for (;;) {
    const { services } = await client.get<LiveState>('/api/state');
    const waiting = services.filter(({ replicas }) => replicas && replicas.ready < replicas.desired);
    const blind = services.filter(({ replicas, signals }) => replicas && signals.queueDepth?.stale);
    const names = [...waiting, ...blind].map(({ service }) => service);
    if (names.length === 0) return;
    if (performance.now() > givenUpAtMs)
      throw new OunceError(
        'OUNCE_E_PLATFORM',
        `After ${patienceMs / 1000} s these are still not ready: ${[...new Set(names)].join(', ')}.`,
        {
          mend: `Look into their logs in ${logFolder}. ${await lastWords(logFolder, [...new Set(names)])}`,
        },
      );
    if (!said) output.note(`Waiting for ${new Set(names).size} services to be ready and read …`);
    said = true;
    await sleep(500);
  }
}

/** The newest error in the log of the first of these services that has one: most often the cause of the others' as well. */
async function lastWords(logFolder: string, services: readonly string[]): Promise<string> {
  for (const service of services) {
    const log = await readFile(join(logFolder, `${service}-1.log`), 'utf8').catch(() => '');
    const said = log.split('\n').findLast((line) => /error|refused|denied|failed/i.test(line));
    if (said) return `${service} said: ${said.trim().slice(0, 300)}`;
  }
  return '';
}

import { setTimeout as sleep } from 'node:timers/promises';
import { type ServiceRef, serviceKey } from '@ounce/core';
import type { LiveState } from '../api/types.ts';
import type { Client } from './client.ts';
import type { Output } from './output.ts';

const patienceMs = 30 * 60_000;
const lookEveryMs = 2_000;

/**
 * Several runs tell something together when each begins like the first. Waits until the target has no open incident and no
 * more replicas than before: what was scaled out comes back slowly. Says so, and when it has given up.
 */
export async function untilAsBefore(
  client: Client,
  target: ServiceRef,
  before: LiveState,
  output: Output,
): Promise<void> {
  const key = serviceKey(target);
  const atFirst = replicasOf(before, key);
  const givenUpAtMs = performance.now() + patienceMs;
  for (let said = false; ; said = true) {
    const state = await client.get<LiveState>('/api/state');
    const isIncident = state.openIncidents.some((incident) => serviceKey(incident) === key);
    const replicas = replicasOf(state, key);
    if (!isIncident && replicas <= atFirst) return;
    const now = `${key} has ${replicas} replicas (${atFirst} before the first run)${isIncident ? ' and an open incident' : ''}`;
    if (performance.now() > givenUpAtMs) return output.note(`Going on although ${now}.`);
    if (!said) output.note(`Waiting up to 30 min until all is as before: ${now}. Ctrl-C ends it.`);
    await sleep(lookEveryMs);
  }
}

function replicasOf({ services }: LiveState, key: string): number {
  return services.find((service) => serviceKey(service) === key)?.replicas?.desired ?? 0;
}

import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Clock } from '../../ports/index.ts';
import { corrupted, type Effects } from './effects.ts';

/** Of one connection; `effects` changes when a fault comes or goes. */
export interface Conditions {
  readonly clock: Clock;
  readonly random: () => number;
  effects(): Effects;
  /** Resolves at the next change of the effects; rejects when it is aborted. */
  changed(signal: AbortSignal): Promise<unknown>;
  /** Aborts when the connection is over. */
  readonly over: AbortSignal;
}

/** What may wait in here at once; beyond it the sender is slowed down as by any network. */
const bufferedBytes = 256 * 1024;

/** Passes everything on from one socket to the other, as the effects allow, and then its end. */
export async function flow(
  from: Socket,
  to: Socket,
  conditions: Conditions,
  isAnswer: boolean,
): Promise<void> {
  let waiting = Promise.resolve();
  let bytes = 0;
  for await (const chunk of from.iterator({ destroyOnReturn: false })) {
    const data = chunk as Buffer;
    const dueMs = conditions.clock.monotonicMs() + (isAnswer ? latencyOf(conditions) : 0);
    bytes += data.length;
    waiting = waiting.then(async () => {
      await pass(data, to, dueMs, conditions, isAnswer);
      bytes -= data.length;
    });
    // Only rejects when the connection is over: whoever waits next hears of it.
    waiting.catch(() => {});
    while (bytes > bufferedBytes) await waiting;
  }
  await waiting;
  const { closeDelayMs } = conditions.effects();
  const closeAtMs = conditions.clock.monotonicMs() + closeDelayMs;
  await untilTrue(
    conditions,
    (nowMs) => nowMs >= closeAtMs || conditions.effects().closeDelayMs === 0,
    closeAtMs,
  );
  to.end();
}

function latencyOf({ effects, random }: Conditions): number {
  const { latencyMs, jitterMs } = effects();
  return latencyMs === 0 && jitterMs === 0 ? 0 : Math.max(0, latencyMs + jitterMs * (2 * random() - 1));
}

async function pass(
  data: Buffer,
  to: Socket,
  dueMs: number,
  conditions: Conditions,
  isAnswer: boolean,
): Promise<void> {
  const { clock, effects, random } = conditions;
  // A fault that ends gives back its latency at once.
  await untilTrue(conditions, (nowMs) => nowMs >= dueMs || effects().latencyMs === 0, dueMs);
  const held = () => (isAnswer ? effects().holdsAnswers : effects().holdsRequests);
  await untilTrue(conditions, () => !held());
  if (!isAnswer) return write(to, data, conditions.over);
  const whole = corrupted(data, effects().byteShare, random);
  for (let sent = 0; sent < whole.length; ) {
    const { bytesPerSecond } = effects();
    // Ten pieces a second look smooth enough; without a limit the rest is one piece.
    const piece = whole.subarray(sent, sent + Math.max(1, Math.ceil(bytesPerSecond / 10)));
    sent += piece.length;
    await write(to, piece, conditions.over);
    const nextMs = clock.monotonicMs() + (piece.length / bytesPerSecond) * 1000;
    await untilTrue(
      conditions,
      (nowMs) => nowMs >= nextMs || effects().bytesPerSecond > bytesPerSecond,
      nextMs,
    );
  }
}

async function write(to: Socket, data: Buffer, over: AbortSignal): Promise<void> {
  over.throwIfAborted();
  if (!to.write(data)) await once(to, 'drain', { signal: over });
}

/** Waits until it is so; it is looked at when the effects change, and at `atMs`. Rejects when the connection is over. */
async function untilTrue(
  { clock, changed, over }: Conditions,
  isSo: (nowMs: number) => boolean,
  atMs = Number.POSITIVE_INFINITY,
): Promise<void> {
  while (!isSo(clock.monotonicMs())) {
    const awake = new AbortController();
    const either = AbortSignal.any([over, awake.signal]);
    const ms = Math.min(atMs - clock.monotonicMs(), longestMs);
    const first = [clock.sleep(Math.max(0, ms), either), changed(either)];
    // The one that is not first is aborted, and nobody hears of it.
    await Promise.race(first).catch(() => {});
    for (const one of first) one.catch(() => {});
    awake.abort();
    over.throwIfAborted();
  }
}

const longestMs = 60_000;

import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '@ounce/core';
import { afterAll, expect, it } from 'vitest';
import { identify } from '../../../src/ports/process-identity.ts';
import { FakeFleet } from './fake-fleet.ts';
import { GovernorProcess } from './governor-process.ts';

const rounds = 100;
const random = createRandom(4_711);
const fleet = new FakeFleet();
const acknowledged = new Map<number, string>();
let governor: GovernorProcess | undefined;

afterAll(async () => {
  await governor?.end('SIGKILL');
  await fleet.remove();
});

/** Leaves one note after the other until the governor is gone, and keeps every answer. */
async function leaveNotes(to: GovernorProcess): Promise<void> {
  for (;;) {
    try {
      const { seq, hash } = await to.call<{ seq: number; hash: string }>('POST', '/api/notes', {
        text: 'a remark',
      });
      acknowledged.set(seq, hash);
    } catch {
      return;
    }
  }
}

it(`governor killed ${rounds} times at random points: no acknowledged event is lost, the chain holds, tables rebuild alike, the fleet runs on and is adopted`, async () => {
  let steady: Record<string, number> | undefined;
  let killedOnTheWayUp = 0;
  for (let round = 1; round <= rounds; round++) {
    governor = new GovernorProcess(fleet.folder, fleet.stateFolder);
    // A sixth of the kills come at whatever moment of the start it may be.
    if (steady && random() < 1 / 6) {
      await Promise.race([governor.up, sleep(random() * 1_500)]);
      killedOnTheWayUp++;
    } else {
      await governor.up;
      const notes = [leaveNotes(governor), leaveNotes(governor), leaveNotes(governor)];
      await sleep(random() * 500);
      if (!steady) steady = await bothReady();
      await governor.end('SIGKILL');
      await Promise.all(notes);
      const adopted = governor.sentences.filter((line) => line.includes('taken over')).join('\n');
      if (round > 1)
        for (const [id, pid] of Object.entries(steady))
          expect(adopted).toContain(`${id} runs already (pid ${pid})`);
    }
    await governor.end('SIGKILL');
    expect(fleet.running('steady'), `round ${round}`).toEqual(steady);
    const { chain, notes, same } = await fleet.audit();
    expect(chain.kind, `round ${round}`).toBe('intact');
    expect(same, `round ${round}`).toBe(true);
    const lost = [...acknowledged].filter(([seq, hash]) => notes.get(seq) !== hash);
    expect(lost, `round ${round}`).toEqual([]);
  }
  expect(acknowledged.size).toBeGreaterThan(5 * rounds);
  expect(killedOnTheWayUp).toBeGreaterThan(rounds / 12);
  const { actions } = await fleet.audit();
  expect(actions).toBeGreaterThan(2);

  governor = new GovernorProcess(fleet.folder, fleet.stateFolder);
  await governor.up;
  await expect
    .poll(() => Object.keys(fleet.running('consumer')).length, { timeout: 10_000 })
    .toBeGreaterThan(0);
  await governor.end('SIGTERM');
  const left = fleet.everStarted().filter((pid) => identify(pid)?.dead === false);
  expect(left, 'all that was ever started is gone once a governor was asked to stop the fleet').toEqual([]);
}, 600_000);

async function bothReady(): Promise<Record<string, number>> {
  await expect.poll(() => Object.keys(fleet.running('steady')).length, { timeout: 10_000 }).toBe(2);
  return fleet.running('steady');
}

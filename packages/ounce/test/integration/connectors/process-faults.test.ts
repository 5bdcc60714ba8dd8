import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { countReplicas } from '@ounce/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { processFaults } from '../../../src/connectors/process-faults/index.ts';
import { faultAgentContract } from '../../../src/ports/fault-agent.contract.ts';
import { ref, type UnderTest, underTest } from './platform-under-test.ts';

const { signal } = new AbortController();
const ready = (count: number) => (status: Parameters<typeof countReplicas>[0]) =>
  countReplicas(status).ready === count;

const agentOf = ({ folder }: UnderTest) =>
  processFaults({ clock: systemClock(), region: ref.region, stateFolder: folder });

faultAgentContract(
  async () => {
    const processes = underTest({ replicas: 2 });
    await processes.open();
    await processes.until(ready(2));
    return {
      agent: agentOf(processes),
      target: ref,
      fault: { kind: 'hang' },
      unknown: { ...ref, service: 'nobody' },
      nowMs: () => Date.now(),
      pass: async (ms) => void (await sleep(ms)),
      close: () => processes.close(),
    };
  },
  { unreachable: 'signals reach every process of this machine' },
);

/** `T` is stopped (proc_pid_stat(5)); elsewhere `ps` would say the same. */
const stateOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').match(/\) (\w)/)?.[1];

describe.skipIf(process.platform !== 'linux')('faults of processes', () => {
  let processes: UnderTest;
  beforeEach(async () => {
    processes = underTest({ replicas: 1 });
    await processes.open();
    await processes.until(ready(1));
  });
  afterEach(() => processes.close());
  const pid = () => processes.record('consumer-1').pid;
  const lease = (kind: 'crash' | 'hang', leaseMs = 5_000) => ({
    ...{ faultId: 'drill', fault: { kind }, leaseMs, endsAtMs: Date.now() + 60_000 },
  });
  const becomes = (state: RegExp) =>
    vi.waitFor(() => expect(stateOf(pid())).toMatch(state), { timeout: 20_000 });

  it('a hang stops the process, and its end lets it go on', async () => {
    const agent = agentOf(processes);
    await agent.hold(ref, lease('hang'), signal);
    await becomes(/T/);
    await agent.release(ref, 'drill', signal);
    expect(stateOf(pid())).not.toBe('T');
  });

  it('a crash is answered by a new process, and there is nothing to take back', async () => {
    const before = pid();
    const agent = agentOf(processes);
    await agent.hold(ref, lease('crash'), signal);
    const status = await processes.until((now) => ready(1)(now) && now.instances[0]!.restarts === 1);
    expect(countReplicas(status).ready).toBe(1);
    expect(pid()).not.toBe(before);
    await agent.hold(ref, lease('crash'), signal);
    await agent.release(ref, 'drill', signal);
    expect(processes.record('consumer-1').pid).toBe(status && pid());
  });

  it('a governor that is killed with SIGKILL lets a stopped process go on', async () => {
    const module = new URL('../../../src/connectors/process-faults/index.ts', import.meta.url);
    const clock = new URL('../../../src/connectors/clock/index.ts', import.meta.url);
    const script = `
      import { processFaults } from '${module}';
      import { systemClock } from '${clock}';
      const agent = processFaults({ clock: systemClock(), region: 'local', stateFolder: '${processes.folder}' });
      await agent.hold(${JSON.stringify(ref)}, ${JSON.stringify({ ...lease('hang'), leaseMs: 60_000 })}, AbortSignal.any([]));
      console.log('held');
      setInterval(() => {}, 1000);`;
    const governor = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(governor.stdout, 'data');
    expect(stateOf(pid())).toBe('T');
    governor.kill('SIGKILL');
    await becomes(/[RS]/);
  });
});

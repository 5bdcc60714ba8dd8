import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../../examples/fleet/test/process.ts';
import type { ExperimentView, IncidentView, LiveState } from '../../packages/ounce/src/api/types.ts';
import { type RunningGovernor, startGovernor } from '../browser/governor.ts';

const patienceMs = 120_000;
let governor: RunningGovernor | undefined;
afterEach(async () => {
  await governor?.stop();
  governor = undefined;
});

/** The gateway is read, and its readers are served. */
function served(running: RunningGovernor): Promise<unknown> {
  return eventually(
    'the gateway read',
    async () => {
      const { services } = await running.get<LiveState>('/state');
      const gateway = services.find(({ service }) => service === 'gateway');
      const fresh = (['errorRate', 'openBreakers'] as const).every((name) => {
        const signal = gateway?.signals[name];
        return signal?.value === 0 && signal.stale === undefined;
      });
      return fresh && services.every(({ replicas }) => replicas && replicas.ready >= replicas.desired);
    },
    patienceMs,
  );
}

/** Runs the scenario; on a machine so busy that the steady state does not hold at once, again. */
async function timeoutOf(running: RunningGovernor): Promise<ExperimentView> {
  const request = { scenario: 'timeout_service', durationMs: 20_000, detach: true };
  for (let tries = 0; ; tries++) {
    await served(running);
    const { id } = await running.post<ExperimentView>('/experiments', request);
    const over = await eventually(
      'the verdict',
      async () => {
        const view = await running.get<ExperimentView>(`/experiments/${id}`);
        return view.verdict && view;
      },
      2 * patienceMs,
    );
    if (over.verdict?.kind !== 'aborted' || tries === 2) return over;
  }
}

const stateOf = ({ criteria }: ExperimentView, about: string) =>
  criteria.find(({ says }) => says.startsWith(about))?.state;

describe('a profile service that never answers, on the real fleet', () => {
  test('with the guard: the breaker opens, readers are served from the cache, and all is well again', async () => {
    governor = await startGovernor();
    const view = await timeoutOf(governor);
    expect(view.verdict, JSON.stringify(view.verdict, null, 2)).toMatchObject({ kind: 'passed' });
    const { items } = await governor.get<{ items: IncidentView[] }>('/incidents');
    const opened = items.filter(({ type }) => type === 'circuit_breaker_open');
    expect(opened.length).toBeGreaterThan(0);
    for (const incident of opened)
      expect(incident).toMatchObject({
        drill: true,
        service: 'gateway',
        summary: expect.stringContaining('customer-profile'),
      });
  });

  test('without it: the breaker never opens, readers wait for nothing, and the scenario fails', async () => {
    governor = await startGovernor({ GUARD: 'off' });
    const view = await timeoutOf(governor);
    expect(view.verdict, JSON.stringify(view.verdict, null, 2)).toMatchObject({ kind: 'failed' });
    expect(stateOf(view, 'openBreakers above 0')).toBe('failed');
    expect(stateOf(view, 'errorRate below')).toBe('failed');
    expect(stateOf(view, 'latencyP99Ms below')).toBe('failed');
  });
});

import { describe, expect, it } from 'vitest';
import { predictiveScaling } from './queue-backlog/predictive-scaling/index.ts';
import { runWorld } from './queue-backlog/predictive-scaling/test-world.ts';
import { redecide, replay } from './replay.ts';

const spike = runWorld({
  seed: 11,
  seconds: 2400,
  replicas: 2,
  arrivals: (second) => (second > 905 && second <= 1205 ? 80 : 8),
});

describe('replay', () => {
  it('decides over recorded views exactly as was decided live', () => {
    const { decisions } = replay(predictiveScaling, spike.views);
    expect(decisions).toEqual(spike.decisions);
  });

  it('can be stopped and gone on with', () => {
    const first = replay(predictiveScaling, spike.views.slice(0, 100));
    const rest = replay(predictiveScaling, spike.views.slice(100), { state: first.state });
    expect([...first.decisions, ...rest.decisions]).toEqual(spike.decisions);
  });

  it('grades every decision whose time has come, and none before', () => {
    const { grades, ungraded, decisions } = replay(predictiveScaling, spike.views);
    expect(grades.length + ungraded.length).toBe(decisions.length);
    const last = spike.views.at(-1)!.nowMs;
    for (const { gradeAtMs } of ungraded) expect(gradeAtMs).toBeGreaterThan(last);
    const outcomeAt = (second: number) =>
      grades.find(({ decisionId }) => decisionId.endsWith(`/${second * 1000}`))?.outcome;
    expect(outcomeAt(300)).toBe('true_negative');
    // Nobody could have foreseen the step; that it was missed is counted all the same.
    expect(outcomeAt(880)).toBe('false_negative');
    expect(spike.actions[0]!.atMs).toBe(910_000);
    expect(outcomeAt(910)).toBe('true_positive');
    const scaleIns = spike.actions.filter(({ action }) => action.kind === 'scale' && action.to < action.from);
    expect(scaleIns.length).toBeGreaterThan(3);
    for (const { id } of scaleIns.slice(0, 3))
      expect(grades.find(({ decisionId }) => decisionId === id)?.outcome).toBe('true_negative');
  });
});

describe('P14: deciding again', () => {
  it('gives the same decision from evidence that went through JSON', () => {
    for (const decision of spike.decisions) {
      const kept = JSON.parse(JSON.stringify(decision.evidence));
      expect(redecide(kept)).toEqual({ kind: 'decided', decisions: [decision] });
    }
  });

  it('takes defaults for settings that have come since, and begins anew on a state it does not understand', () => {
    const { evidence } = spike.decisions.at(-1)!;
    const { scaleInStepShare: _, ...older } = evidence.settings as Record<string, number>;
    expect(redecide({ ...evidence, settings: older })).toMatchObject({ kind: 'decided' });
    expect(redecide({ ...evidence, state: { version: 0 } })).toMatchObject({ kind: 'decided' });
  });

  it('says why when it cannot', () => {
    const { evidence } = spike.decisions.at(-1)!;
    expect(redecide({})).toMatchObject({ kind: 'unreadable' });
    expect(redecide({ ...evidence, control: 'astrology' })).toEqual({
      kind: 'unreadable',
      why: 'There is no control "astrology" any more.',
    });
  });
});

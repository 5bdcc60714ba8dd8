import { describe, expect, test } from 'vitest';
import { builtInScenarios } from '../experiments/index.ts';
import { refuseWhatIsNotSimulated } from './refuse.ts';

const named = (name: string) => builtInScenarios.find((scenario) => scenario.name === name)!;

describe('the simulator', () => {
  test('takes the backlog of a queue', () => {
    expect(() => refuseWhatIsNotSimulated(named('queue_backlog'))).not.toThrow();
  });

  test.each([
    ['timeout_service', 'the fault unresponsive, errorRate, openBreakers'],
    ['crash_service', 'the fault crash, instances that die and come back'],
    ['dependency_down', 'the service gateway'],
  ])('refuses %s and says what it has not', (name, says) => {
    expect(() => refuseWhatIsNotSimulated(named(name))).toThrow(`${name} cannot be simulated: `);
    expect(() => refuseWhatIsNotSimulated(named(name))).toThrow(says);
  });
});

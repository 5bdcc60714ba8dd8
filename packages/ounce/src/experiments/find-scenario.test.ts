import { describe, expect, test } from 'vitest';
import { findScenario } from './find-scenario.ts';
import { builtInScenarios, checkScenario, variantsOf } from './index.ts';

const find = (scenario: string, change: { factor?: number; variant?: string } = {}) =>
  findScenario(builtInScenarios, { scenario, ...change });

describe('a wanted scenario', () => {
  test('has its own factor, or the one that is asked for', () => {
    expect(find('queue_backlog').faults).toEqual([{ kind: 'arrivals', factor: 10 }]);
    expect(find('queue_backlog', { factor: 3 }).faults).toEqual([{ kind: 'arrivals', factor: 3 }]);
    expect(() => find('timeout_service', { factor: 3 })).toThrow('multiplies no arrivals');
  });

  test.each(builtInScenarios.flatMap((one) => Object.keys(variantsOf(one)).map((name) => [one.name, name])))(
    '%s as %s is a scenario too',
    (name, variant) => {
      const scenario = find(name!, { variant: variant! });
      expect(checkScenario(structuredClone(scenario), 'a variant')).toEqual(scenario);
    },
  );

  test('with a variant that there is not is refused with those there are', () => {
    expect(() => find('timeout_service', { variant: 'lazy' })).toThrow('Known are: silent, blackhole, slow');
    expect(() => find('dependency_down', { variant: 'constructor' })).toThrow('Known are: none.');
  });

  test('that only a part of the calls feels does not ask for an open breaker', () => {
    const kinds = find('timeout_service', { variant: 'half' }).success.map(({ kind }) => kind);
    expect(kinds).not.toContain('reaches');
    expect(kinds).toContain('returns');
  });
});

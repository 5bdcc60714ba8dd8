import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { builtInScenarios, checkScenario } from './index.ts';

const written = `
name: small_backlog
incidentType: queue_backlog
says: A little more than usual.
target: consumer
faultTarget: traffic
steadyState: [{ signal: queueDepth, below: 100 }]
steadyForMs: 10000
faults: [{ kind: arrivals, factor: 3 }]
visibleWhen: [{ signal: queueDepth, above: 100 }]
abortWhen: [{ signal: readyReplicas, service: gateway, below: 1 }]
success:
  - { kind: recovers, withinMs: 180000, holdMs: 30000 }
  - { kind: nothing_lost }
settleMs: 60000
`;

describe('a scenario', () => {
  test('as YAML is what it says', () => {
    expect(checkScenario(parse(written), 'small.yaml')).toEqual(parse(written));
  });

  test.each(builtInScenarios)('$name, built in, passes the same check', (scenario) => {
    expect(checkScenario(structuredClone(scenario), 'built in')).toEqual(scenario);
  });

  test.each([
    ['factor: 3', 'factor: 0', 'faults.0.factor'],
    ['kind: arrivals', 'kind: arivals', 'faults.0.kind'],
    ['name: small_backlog', 'name: Small Backlog', 'name: lower-case letters'],
    [
      '{ signal: queueDepth, below: 100 }',
      '{ signal: queueDepth }',
      'steadyState.0: needs `below` or `above`',
    ],
    ['{ signal: queueDepth, below: 100 }', '', 'steadyState: Too small'],
    ['settleMs: 60000', 'settleMs: 60000\ncolour: red', '"colour"'],
    ['signal: readyReplicas', 'signal: readyReplica', 'abortWhen.0.signal'],
    ['target: consumer', 'targt: consumer', 'target: Invalid input'],
  ])('with %s replaced by %s is refused at its path', (right, wrong, says) => {
    const check = () => checkScenario(parse(written.replace(right, wrong)), 'small.yaml');
    expect(check).toThrow('small.yaml is not a scenario: ');
    expect(check).toThrow(says);
  });
});

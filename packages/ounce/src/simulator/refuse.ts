import { type Condition, OunceError, type Scenario } from '@ounce/core';

const simulatedSignals: ReadonlySet<Condition['signal']> = new Set([
  'queueDepth',
  'arrivalRate',
  'serviceRate',
  'readyReplicas',
]);

/**
 * The simulator has one service: a queue, its consumers, and their arrivals.
 *
 * @throws OunceError `OUNCE_E_SCENARIO_INVALID` that names what of the scenario it cannot simulate
 */
export function refuseWhatIsNotSimulated(scenario: Scenario): void {
  const { name, target, faults, steadyState, visibleWhen, abortWhen, success } = scenario;
  const conditions = [
    ...[...steadyState, ...visibleWhen, ...abortWhen],
    ...success.flatMap((criterion) => ('condition' in criterion ? criterion.condition : [])),
  ];
  const parts = new Set([
    ...faults.filter(({ kind }) => kind !== 'arrivals').map(({ kind }) => `the fault ${kind}`),
    ...success
      .filter(({ kind }) => kind === 'instances_recover')
      .map(() => 'instances that die and come back'),
    ...conditions.filter(({ signal }) => !simulatedSignals.has(signal)).map(({ signal }) => signal),
    ...conditions.flatMap(({ service }) =>
      service !== undefined && service !== target ? `the service ${service}` : [],
    ),
  ]);
  if (parts.size === 0) return;
  throw new OunceError(
    'OUNCE_E_SCENARIO_INVALID',
    `${name} cannot be simulated: the simulator has a queue and its consumers, and not ${[...parts].join(', ')}.`,
    { mend: 'Run it without --simulate, against the fleet.' },
  );
}

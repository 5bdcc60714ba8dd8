import { OunceError, type Scenario } from '@ounce/core';
import { variantsOf } from './scenarios/variants.ts';

/** Which scenario, and how it is to be changed for this run. */
export interface WantedScenario {
  readonly scenario: string;
  /** Multiplies arrivals instead of the scenario's own factor. */
  readonly factor?: number | undefined;
  /** Another way for the same to go wrong, such as `slow`. */
  readonly variant?: string | undefined;
}

/**
 * The scenario as it is wanted.
 *
 * @throws OunceError `OUNCE_E_SCENARIO_INVALID` when there is none of that name, or it cannot be changed so, with what there is
 */
export function findScenario(scenarios: readonly Scenario[], wanted: WantedScenario): Scenario {
  const found = scenarios.find(({ name }) => name === wanted.scenario);
  if (!found) {
    const known = scenarios.map(({ name }) => name).join(', ');
    refuse(`There is no scenario "${wanted.scenario}". Known are: ${known}.`);
  }
  return withFactor(withVariant(found, wanted.variant), wanted.factor);
}

function withVariant(scenario: Scenario, variant: string | undefined): Scenario {
  if (variant === undefined) return scenario;
  const variants = variantsOf(scenario);
  const change = Object.hasOwn(variants, variant) ? variants[variant] : undefined;
  if (change) return change(scenario);
  const known = Object.keys(variants).join(', ') || 'none';
  return refuse(`${scenario.name} has no variant "${variant}". Known are: ${known}.`);
}

function withFactor(scenario: Scenario, factor: number | undefined): Scenario {
  if (factor === undefined) return scenario;
  if (!scenario.faults.some(({ kind }) => kind === 'arrivals'))
    refuse(`${scenario.name} multiplies no arrivals, so a factor means nothing to it.`);
  const faults = scenario.faults.map((fault) => (fault.kind === 'arrivals' ? { ...fault, factor } : fault));
  return { ...scenario, faults };
}

function refuse(message: string): never {
  throw new OunceError('OUNCE_E_SCENARIO_INVALID', message);
}

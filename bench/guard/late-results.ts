import { setTimeout as sleep } from 'node:timers/promises';
import * as cockatiel from 'cockatiel';
import Opossum from 'opossum';
import { CircuitBreaker } from '../../packages/guard/src/index.ts';

const breakMs = 50;
const down = (): Promise<never> => Promise.reject(new Error('down'));

/** One circuit: how to call through it, and whether it lets everybody pass or nobody. */
interface Circuit {
  call(work: () => Promise<unknown>): Promise<unknown>;
  readonly state: 'closed' | 'open' | 'between';
}

function circuits(): Record<string, Circuit> {
  const ounce = new CircuitBreaker({ name: 'late', consecutiveFailures: 2, breakMs });
  const theirs = cockatiel.circuitBreaker(cockatiel.handleAll, {
    halfOpenAfter: breakMs,
    breaker: new cockatiel.ConsecutiveBreaker(2),
  });
  let work: () => Promise<unknown> = down;
  const opossum = new Opossum(() => work(), { timeout: false, resetTimeout: breakMs });
  return {
    ounce: {
      call: (one) => ounce.execute(one),
      get state() {
        return ounce.state === 'closed' || ounce.state === 'open' ? ounce.state : 'between';
      },
    },
    cockatiel: {
      call: (one) => theirs.execute(one),
      get state() {
        const { Closed, Open } = cockatiel.CircuitState;
        return theirs.state === Closed ? 'closed' : theirs.state === Open ? 'open' : 'between';
      },
    },
    opossum: {
      call: (one) => {
        work = one;
        return opossum.fire();
      },
      get state() {
        return opossum.closed ? 'closed' : opossum.opened ? 'open' : 'between';
      },
    },
  };
}

/** What a call that began before the circuit opened does, by its late result, to the circuit under trial: 1 if it decides the trial. */
export async function lateResults(outcome: 'succeeds' | 'fails'): Promise<Record<string, number>> {
  const decided: Record<string, number> = {};
  for (const [name, circuit] of Object.entries(circuits())) {
    let end: () => void = () => {};
    const late = circuit.call(
      () =>
        new Promise((resolve, reject) => {
          end = () => (outcome === 'succeeds' ? resolve(1) : reject(new Error('late')));
        }),
    );
    for (let call = 0; call < 3; call++) await circuit.call(down).catch(() => {});
    await sleep(2 * breakMs);
    let endTrial: (value: unknown) => void = () => {};
    const trial = circuit.call(
      () =>
        new Promise((resolve) => {
          endTrial = resolve;
        }),
    );
    end();
    await late.catch(() => {});
    decided[name] = circuit.state === 'between' ? 0 : 1;
    endTrial(1);
    await trial.catch(() => {});
  }
  return decided;
}

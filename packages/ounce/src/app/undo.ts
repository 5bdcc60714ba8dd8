type Step = () => unknown;

/** What must be closed again, in the opposite order of opening. */
export class Undo {
  #steps: Step[] = [];

  add(step: Step): { forget(): void } {
    this.#steps.push(step);
    return {
      forget: () => {
        this.#steps = this.#steps.filter((other) => other !== step);
      },
    };
  }

  /** Every step is taken, also when one fails; then rejects with the first failure. */
  async all(): Promise<void> {
    const failures: unknown[] = [];
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

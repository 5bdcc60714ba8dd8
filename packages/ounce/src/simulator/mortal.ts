import type { Clock } from '../ports/index.ts';

/** Of one process: when it is killed, nothing that it has begun goes on, and nothing is answered any more. */
export class Life {
  #over = false;

  get over(): boolean {
    return this.#over;
  }

  /** What SIGKILL does. */
  kill(): void {
    this.#over = true;
  }

  /** The same port, for as long as the life lasts. What was under way outside goes on; its answer is never heard. */
  lent<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          if (this.#over) return never;
          const answer: unknown = member.apply(target, args);
          return answer instanceof Promise ? this.#heard(answer) : answer;
        };
      },
    });
  }

  lentClock(clock: Clock): Clock {
    return {
      nowMs: () => clock.nowMs(),
      monotonicMs: () => clock.monotonicMs(),
      sleep: (ms, signal) => (this.#over ? never : this.#heard(clock.sleep(ms, signal))),
    };
  }

  async #heard<T>(answer: Promise<T>): Promise<T> {
    try {
      const value = await answer;
      return this.#over ? never : value;
    } catch (error) {
      if (this.#over) return never;
      throw error;
    }
  }
}

const never = new Promise<never>(() => {});

import { rememberDeadline } from '../deadline/deadline.ts';
import { budgetHeader, formatBudgetMs } from '../deadline/header.ts';
import type { CallContext } from './context.ts';
import type { PolicyRuntime } from './runtime.ts';

/** The end of an attempt that came before its signal was read. */
interface Abandoned {
  readonly reason: unknown;
}

/** What the work of one attempt is given, and may keep for as long as it likes: it belongs to this attempt alone. */
export class AttemptContext implements CallContext {
  readonly attempt: number;
  /** On the policy's clock; `Infinity` when there is none. */
  readonly deadlineMs: number;
  readonly #runtime: PolicyRuntime;
  #controller: AbortController | Abandoned | null = null;

  constructor(runtime: PolicyRuntime, attempt: number, deadlineMs: number) {
    this.#runtime = runtime;
    this.attempt = attempt;
    this.deadlineMs = deadlineMs;
  }

  get signal(): AbortSignal {
    const known = this.#controller;
    if (known instanceof AbortController) return known.signal;
    const controller = new AbortController();
    this.#controller = controller;
    rememberDeadline(controller.signal, this.deadlineMs);
    if (known !== null) controller.abort(known.reason);
    return controller.signal;
  }

  /** @internal */
  nowMs(): number {
    return this.#runtime.clock.nowMs();
  }

  remainingMs(): number {
    return Math.max(0, this.deadlineMs - this.nowMs());
  }

  budgetHeaders(): Record<string, string> {
    return this.deadlineMs === Number.POSITIVE_INFINITY
      ? {}
      : { [budgetHeader]: formatBudgetMs(this.remainingMs()) };
  }

  /** @internal Nobody waits for this attempt any more. */
  abandon(reason: unknown): void {
    const known = this.#controller;
    if (known instanceof AbortController) known.abort(reason);
    else this.#controller = { reason };
  }
}

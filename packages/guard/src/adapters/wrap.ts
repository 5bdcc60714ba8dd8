import type { CallContext } from '../policy/context.ts';
import type { Policy } from '../policy/policy.ts';

export interface WrapOptions {
  readonly dependency: string;
  readonly endpoint?: string;
  /** Whether doing the work twice is as good as once. Only then is it retried or hedged. Default: false. */
  readonly idempotent?: boolean;
  /** Replaces the settings' `budgetMs`. */
  readonly budgetMs?: number | null;
  /** Hands the call's context (signal, remaining time) to the function, as one more argument after the caller's. */
  readonly passContext?: boolean;
}

/** @param guard where the policy is asked for at each call */
export function createWrap<Parameters extends unknown[], Value>(
  guard: { policy(dependency: string, endpoint?: string): Policy },
  work: (...parameters: Parameters) => PromiseLike<Value> | Value,
  { dependency, endpoint, passContext = false, ...options }: WrapOptions,
): (...parameters: Parameters) => Promise<Value> {
  return function guarded(this: unknown, ...parameters: Parameters): Promise<Value> {
    const run = (context: CallContext): PromiseLike<Value> | Value =>
      Reflect.apply(work, this, passContext ? [...parameters, context] : parameters);
    return guard.policy(dependency, endpoint).execute(run, options);
  };
}

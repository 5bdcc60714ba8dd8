import { AsyncLocalStorage } from 'node:async_hooks';

/** One guarded attempt, as long as its work goes on: what a timer or a pool does later is nobody's guarded call. */
interface Scope {
  isOpen: boolean;
}

type Run = <Context, Value>(work: (context: Context) => Value, context: Context) => Value;

/**
 * How guarded work is run while somebody watches for unguarded calls; `null` the rest of the time, so that a call costs one comparison for it.
 */
export let runInScope: Run | null = null;

let storage: AsyncLocalStorage<Scope> | undefined;
let watchers = 0;

const run: Run = (work, context) => {
  const scope: Scope = { isOpen: true };
  const close = (): void => {
    scope.isOpen = false;
  };
  try {
    const pending = storage === undefined ? work(context) : storage.run(scope, work, context);
    // Any other thenable may begin its work when it is asked for its result, which is not this function's to do.
    if (pending instanceof Promise) pending.then(close, close);
    else if (typeof (pending as { then?: unknown } | null | undefined)?.then !== 'function') close();
    return pending;
  } catch (error) {
    close();
    throw error;
  }
};

/** From now on guarded work is told from the rest. Returns what ends it. */
export function tellGuardedWork(): () => void {
  storage ??= new AsyncLocalStorage<Scope>();
  runInScope = run;
  watchers++;
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    if (--watchers === 0) runInScope = null;
  };
}

/** Whether what runs now belongs to a guarded attempt that has not ended. */
export function isGuarded(): boolean {
  return storage?.getStore()?.isOpen === true;
}

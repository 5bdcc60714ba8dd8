/** Which results count against a dependency. A predicate that throws counts as a failure. */
export interface FailurePredicates {
  /** Whether a rejection counts. By default all do, except an `AbortError`, which is somebody's cancel. */
  readonly isFailure?: ((error: unknown) => boolean) | undefined;
  /** Whether a value counts as a failure, for example a response with status 503. By default none does. */
  readonly isFailureValue?: ((value: unknown) => boolean) | undefined;
}

export function errorCounts({ isFailure }: FailurePredicates, error: unknown): boolean {
  if (isFailure === undefined) return (error as { name?: unknown } | null | undefined)?.name !== 'AbortError';
  try {
    return isFailure(error);
  } catch {
    return true;
  }
}

export function valueCounts({ isFailureValue }: FailurePredicates, value: unknown): boolean {
  if (isFailureValue === undefined) return false;
  try {
    return isFailureValue(value);
  } catch {
    return true;
  }
}

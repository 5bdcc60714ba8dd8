import { isOunceError } from '@ounce/core';

/** One thing that `ounce doctor` looked at. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly says: string;
  /** What to do; absent when all is well. */
  readonly mend?: string;
}

export const well = (what: string, says: string): Finding => ({ what, ok: true, says });

export const wrong = (what: string, says: string, mend: string): Finding => ({ what, ok: false, says, mend });

/** What an error says, with its own mend. */
export function faultOf(what: string, error: unknown): Finding {
  if (isOunceError(error)) return wrong(what, error.message, error.mend);
  const says = error instanceof Error ? error.message : String(error);
  return wrong(what, says, 'See what it says; docs/operations.md has more.');
}

/** Well with what the attempt says, or the fault that it rejects with. */
export async function tried(what: string, attempt: () => string | Promise<string>): Promise<Finding> {
  try {
    return well(what, await attempt());
  } catch (error) {
    return faultOf(what, error);
  }
}

import { OunceError } from '@ounce/core';

/** What went over the wire, of a request that was refused. */
export interface Refused {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly retryAfter?: string | undefined;
  readonly body: string;
}

interface RefusalDetails {
  readonly status: number;
  /** A PodDisruptionBudget stands in the way: no rate limit, and no use in asking again at once. */
  readonly isBudget: boolean;
  readonly retryAfter?: string;
}

/** The server's own words (a `Status` object) as an error; `retry` for what passes: 409, 410, 429 and 5xx. */
export function refusalOf({ method, path, status, retryAfter, body }: Refused): OunceError {
  const { says, reasons } = wordsOf(body);
  const isBudget = status === 429 && reasons.includes('DisruptionBudget');
  const where = `Kubernetes: ${method} ${path.split('?')[0]}: ${status}: `;
  const message = isBudget ? `held back by a PodDisruptionBudget: ${says}` : `${where}${says}`;
  const details: RefusalDetails = { status, isBudget, ...(retryAfter === undefined ? {} : { retryAfter }) };
  return new OunceError(isBudget ? 'OUNCE_E_HELD_BACK' : 'OUNCE_E_PLATFORM', message, {
    retry: [409, 410, 429].includes(status) || status >= 500,
    details,
    ...mendOf(status),
  });
}

function mendOf(status: number): { mend?: string } {
  if (status === 401)
    return { mend: 'Check the token or certificate; `ounce doctor` asks as the same user.' };
  if (status === 403) return { mend: 'Give this user the rights that docs/connectors/kubernetes.md lists.' };
  return {};
}

function wordsOf(body: string): { says: string; reasons: readonly string[] } {
  try {
    const { message, details } = JSON.parse(body) as {
      message?: string;
      details?: { causes?: { reason?: string; message?: string }[] };
    };
    const causes = details?.causes ?? [];
    const says = [message ?? 'no reason given', ...causes.flatMap((cause) => cause.message ?? [])].join(' ');
    return { says, reasons: causes.flatMap(({ reason }) => reason ?? []) };
  } catch {
    return { says: body.slice(0, 200) || 'no reason given', reasons: [] };
  }
}

/** The HTTP status of a refusal by the API server; undefined for everything else. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof OunceError ? (error.details as RefusalDetails | undefined)?.status : undefined;
}

export function retryAfterOf(error: unknown): string | undefined {
  return error instanceof OunceError ? (error.details as RefusalDetails | undefined)?.retryAfter : undefined;
}

/** A 429 of the server's own flow control, which asks for patience; a budget's 429 does not. */
export function isRateLimit(error: unknown): boolean {
  return statusOf(error) === 429 && !(error as { details: RefusalDetails }).details.isBudget;
}

/** An order that is wrong however often it is given. */
export function wrongOrder(
  message: string,
  mend = 'Correct the order; trying again changes nothing.',
): OunceError {
  return new OunceError('OUNCE_E_PLATFORM', message, { mend });
}

/** The same refusal, with what to do about it; trying again changes nothing. */
export function refusedBecause(error: unknown, mend: string): OunceError {
  const { message, details } = error as OunceError;
  return new OunceError('OUNCE_E_PLATFORM', message, { cause: error, mend, details });
}

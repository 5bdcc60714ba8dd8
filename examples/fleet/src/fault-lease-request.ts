/** What a target can be asked to suffer. Other kinds (latency, error, hang) are further members of this union. */
export type Fault =
  /** Open-loop arrivals multiplied by `factor`: at once, or growing evenly to it over `rampMs`. */
  { readonly kind: 'arrivals'; readonly factor: number; readonly rampMs?: number };

export type FaultKind = Fault['kind'];

/** The body of `PUT /faults/:id`, checked. */
export interface FaultLeaseRequest {
  readonly fault: Fault;
  /** The target lets go when the lease was not renewed for so long. */
  readonly leaseMs: number;
  /** The target lets go then in any case (ms since the epoch). */
  readonly endsAtMs?: number;
}

/** A request that can't be taken, and the field that is the reason. */
export class FaultRequestError extends Error {
  override readonly name = 'FaultRequestError';
  readonly field: string;

  constructor(field: string, expected: string, got: unknown) {
    super(`${field}: expected ${expected}, got ${JSON.stringify(got) ?? 'nothing'}`);
    this.field = field;
  }
}

export const maxLeaseMs = 5000;
const minLeaseMs = 100;
const maxArrivalsFactor = 1000;
const maxRampMs = 3_600_000;

type Body = Readonly<Record<string, unknown>>;

const readFault: { readonly [K in FaultKind]: (body: Body) => Extract<Fault, { kind: K }> } = {
  arrivals: (body) => ({
    kind: 'arrivals',
    factor: numberIn(body, 'factor', 0, maxArrivalsFactor),
    ...(body.rampMs === undefined ? {} : { rampMs: numberIn(body, 'rampMs', 0, maxRampMs) }),
  }),
};

/**
 * @param kinds what this target can carry
 * @param nowMs ms since the epoch
 * @throws FaultRequestError naming the field
 */
export function readFaultLeaseRequest(
  body: unknown,
  kinds: readonly FaultKind[],
  nowMs: number,
): FaultLeaseRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new FaultRequestError('body', 'a JSON object', body);
  }
  const fields = body as Body;
  const kind = kinds.find((supported) => supported === fields.kind);
  if (kind === undefined) throw new FaultRequestError('kind', `one of ${kinds.join(', ')}`, fields.kind);
  const fault = readFault[kind](fields);
  const leaseMs = numberIn(fields, 'leaseMs', minLeaseMs, maxLeaseMs);
  if (fields.endsAtMs === undefined) return { fault, leaseMs };
  const endsAtMs = fields.endsAtMs;
  if (typeof endsAtMs !== 'number' || !(endsAtMs > nowMs)) {
    throw new FaultRequestError('endsAtMs', `a time after now (${nowMs}), in ms since the epoch`, endsAtMs);
  }
  return { fault, leaseMs, endsAtMs };
}

function numberIn(body: Body, field: string, from: number, to: number): number {
  const value = body[field];
  if (typeof value === 'number' && value >= from && value <= to) return value;
  throw new FaultRequestError(field, `a number from ${from} to ${to}`, value);
}

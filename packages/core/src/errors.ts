/**
 * The error catalogue: every code that Ounce can say, with its cause and what to do. `docs/errors.md` has the same list,
 * and a test compares the two in both directions.
 */
export const errorCatalogue = {
  OUNCE_E_CONFIG_NOT_FOUND: {
    means: 'No configuration file was found.',
    mend: 'Write one with `ounce init`, or name one with `--config FILE`.',
  },
  OUNCE_E_CONFIG_INVALID: {
    means: 'The configuration has a value that Ounce cannot use.',
    mend: 'Correct the value at the path that is named; `ounce doctor` checks the whole file.',
  },
  OUNCE_E_JOURNAL_CONFLICT: {
    means: 'Somebody else has appended to the journal in the meantime.',
    mend: 'Read the newest state and try again.',
  },
  OUNCE_E_JOURNAL_CORRUPT: {
    means: 'The journal was changed after it was written, or is damaged.',
    mend: 'Restore it from a copy; `ounce ledger verify` names the first event that does not fit.',
  },
  OUNCE_E_JOURNAL_LOCKED: {
    means: 'Another governor has this journal open.',
    mend: 'Stop the other governor, or give this one another `journal.path`.',
  },
  OUNCE_E_JOURNAL_UNAVAILABLE: {
    means: 'The journal cannot be written or reached.',
    mend: 'Check that the folder is writable, the disk has room, or the database answers.',
  },
  OUNCE_E_JOURNAL_EVENT: {
    means: 'An event cannot be kept as it is: it is not plain JSON, or its time or names are not usable.',
    mend: 'This is a fault in whoever made the event, not in the journal; please report it.',
  },
  OUNCE_E_READ_MODEL: {
    means: 'The tables that are made from the journal cannot be opened or written.',
    mend: 'Make room on the disk or delete the read model: it is made anew from the journal at the next start.',
  },
  OUNCE_E_METRIC_QUERY: {
    means: 'A metric query cannot be understood by its source.',
    mend: 'Correct the query; docs/connectors has the language of each source.',
  },
  OUNCE_E_METRIC_SOURCE: {
    means: 'A metric source does not answer as it should.',
    mend: 'Check that its address is right and that it is up.',
  },
  OUNCE_E_PLATFORM: {
    means: 'The platform refused an order or does not answer.',
    mend: 'Check the platform; Ounce tries again at the next decision.',
  },
  OUNCE_E_HELD_BACK: {
    means: 'A guard rail of the platform’s own, such as a PodDisruptionBudget, holds an order back.',
    mend: 'Nothing: it is asked for again, later each time. If it never passes, look at the guard rail.',
  },
  OUNCE_E_NOTIFY: {
    means: 'A notification could not be delivered.',
    mend: 'Check the address and the secret of the receiver.',
  },
  OUNCE_E_ISSUE_TRACKER: {
    means: 'The issue tracker refused a request or does not answer.',
    mend: 'Check the repository and the token under `connectors.github`, or try again when the message says so.',
  },
  OUNCE_E_FAULT_AGENT: {
    means: 'The target of an experiment does not answer its fault agent.',
    mend: 'Check that the target is up; a fault it carries ends by itself within its lease.',
  },
  OUNCE_E_SCENARIO_INVALID: {
    means: 'A scenario file cannot be understood, or there is no scenario of that name.',
    mend: 'Correct the file at the path that is named; `ounce chaos list` shows the scenarios there are.',
  },
  OUNCE_E_EXPERIMENT_REFUSED: {
    means: 'An experiment was not started, because it would not be safe or would say nothing.',
    mend: 'Do what the message says, then start it again; nothing was injected.',
  },
  OUNCE_E_GOVERNOR_UNREACHABLE: {
    means: 'No governor answers.',
    mend: 'Start one with `npm start` (or `ounce start`) in another terminal.',
  },
  OUNCE_E_UNAUTHORISED: {
    means: 'The request has no valid token, or its role may not do this.',
    mend: 'Send `Authorization: Bearer TOKEN`; make one with `ounce token create --role ROLE`.',
  },
  OUNCE_E_NOT_FOUND: {
    means: 'There is nothing of that name.',
    mend: 'Check the name; the message, `ounce status` or a `list` command says what there is.',
  },
  OUNCE_E_VERSION_CONFLICT: {
    means: 'Somebody else has saved this record since you read it.',
    mend: 'Compare both versions (the answer has theirs), put them together, and save on top of the newest.',
  },
  OUNCE_E_RULE: {
    means: 'A change goes against a rule of the prevention framework.',
    mend: 'Do what the message names first, or give a reason where one is asked for; it is kept.',
  },
  OUNCE_E_BAD_REQUEST: {
    means: 'A request has a value that cannot be used.',
    mend: 'Correct the value at the path that is named.',
  },
  OUNCE_E_API_ADDRESS: {
    means: 'The API cannot listen where it should.',
    mend: 'Choose another `api.port`, or stop what uses it.',
  },
  OUNCE_E_API_EXPOSED: {
    means: 'The API would be reachable from other machines without any token.',
    mend: 'Make a token first with `ounce token create`, or bind `api.host` to 127.0.0.1.',
  },
  OUNCE_E_STATE_FOLDER: {
    means: 'The state folder cannot be written.',
    mend: 'Make it writable for this user, or name another with `stateFolder`.',
  },
  OUNCE_E_AUDIT: {
    means: 'An audit of external calls cannot be made, or would say nothing.',
    mend: 'Correct the path or the option that is named; `ounce guard audit --help` has examples.',
  },
  OUNCE_E_NODE_VERSION: {
    means: 'This Node.js is too old.',
    mend: 'Use Node.js 22.18 or later; in this repository `node scripts/setup.mjs` brings one.',
  },
} as const satisfies Record<string, { means: string; mend: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

const brand = Symbol.for('ounce.error');

/** An error for people: what happened, where, and what to do. Commands print `message` and `mend`, never the stack. */
export class OunceError extends Error {
  readonly code: ErrorCode;
  /** What the reader can do about it. */
  readonly mend: string;
  /** Whether the same call may succeed later, unchanged. */
  readonly retry: boolean;
  /** What a program needs to go on, e.g. the version that is in the way. Plain JSON. */
  readonly details: unknown;

  constructor(
    code: ErrorCode,
    message: string,
    options: { mend?: string; retry?: boolean; cause?: unknown; details?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'OunceError';
    this.code = code;
    this.mend = options.mend ?? errorCatalogue[code].mend;
    this.retry = options.retry ?? false;
    this.details = options.details;
    Object.defineProperty(this, brand, { value: true });
  }
}

export function isOunceError(error: unknown): error is OunceError {
  return typeof error === 'object' && error !== null && brand in error;
}

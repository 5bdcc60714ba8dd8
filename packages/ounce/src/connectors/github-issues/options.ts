import type { Clock } from '../../ports/index.ts';

export interface GithubOptions {
  readonly clock: Clock;
  /** `owner/name`. */
  readonly repository: string;
  /** A fine-grained token with read and write access to issues. */
  readonly token: string;
  /** Of the REST API; for GitHub Enterprise Server `https://HOST/api/v3`. */
  readonly url?: string;
  /** How long one request may take; 10 s when absent. */
  readonly timeoutMs?: number;
  /** How long a rate limit may be waited for; 60 s when absent. A longer one is an error that says when. */
  readonly longestWaitMs?: number;
}

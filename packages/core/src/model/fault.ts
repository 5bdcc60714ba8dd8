/** What a service that stands behind a fault proxy can be made to suffer. Durations in ms. */
export type UnresponsiveVariant =
  /** Connections are taken and requests reach the service; no answer ever comes back. */
  | { readonly variant: 'silent' }
  /** Connections are taken; nothing passes in either direction. */
  | { readonly variant: 'blackhole' }
  /** Every piece of an answer is late by `latencyMs`, give or take `jitterMs`. */
  | { readonly variant: 'slow'; readonly latencyMs: number; readonly jitterMs: number }
  /** Connections are reset (TCP RST) `afterMs` after they were opened. */
  | { readonly variant: 'resets'; readonly afterMs: number }
  /** Bytes of answers are flipped with this probability each. */
  | { readonly variant: 'corrupt'; readonly byteShare: number }
  /** Answers come at no more than this. */
  | { readonly variant: 'bandwidth'; readonly bytesPerSecond: number }
  /** The end of a connection is passed on so much later. */
  | { readonly variant: 'slow_close'; readonly delayMs: number };

/** What is injected. Whatever carries it lets go by itself when its lease ends. */
export type Fault =
  /** Open-loop arrivals multiplied: at once, or growing evenly to the factor over `rampMs`. */
  | { readonly kind: 'arrivals'; readonly factor: number; readonly rampMs?: number }
  /** The service takes connections and does not answer as it should. */
  | ({
      readonly kind: 'unresponsive';
      /** Which share of the connections suffers; all when absent. */
      readonly connectionShare?: number;
    } & UnresponsiveVariant)
  /** Nobody listens: connections are refused. */
  | { readonly kind: 'dependency_down' }
  /** One instance is killed (SIGKILL), once. There is nothing to take back. */
  | { readonly kind: 'crash' }
  /** One instance is stopped (SIGSTOP): it lives, holds its connections, and does nothing. Continued at the end. */
  | { readonly kind: 'hang' };

export type FaultKind = Fault['kind'];

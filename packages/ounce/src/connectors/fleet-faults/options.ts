import type { Clock } from '../../ports/index.ts';

/** Options of `fleetFaults`. */
export interface FleetFaultsOptions {
  readonly clock: Clock;
  /** The region in which the services run; calls for another one are refused. */
  readonly region: string;
  /** Base address of each service that carries faults: `{ traffic: 'http://127.0.0.1:9100' }`. */
  readonly faultUrls: Readonly<Record<string, string>>;
  /** Base addresses of the services that count messages. Absent: the system keeps no counts. */
  readonly accounting?: AccountingUrls;
  /** For one call. Default 3,000. */
  readonly timeoutMs?: number;
  /** Only messages sent at least so long ago are counted, so that those on their way are not taken for lost. Default 10,000. */
  readonly settleMs?: number;
}

export interface AccountingUrls {
  /** Who takes responsibility for messages: `GET /accounting` says `{ accepted, failed, run? }`. */
  readonly accepted: string;
  /** Who knows which messages were handled to the end: `GET /accounting` says `{ distinct }`. */
  readonly handled: string;
}

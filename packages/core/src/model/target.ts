/** The id of the target of all customers together, beside those of the incident types. */
export const customersTarget = 'customers';

/** Before and after, as somebody says it: never what was measured. */
export interface Claim {
  readonly before: number;
  readonly after: number;
}

/** What is aimed at for an incident type, or for customers. Saved as a whole: each save is the next version. */
export interface Target {
  /** An incident type, or `customers`. */
  readonly id: string;
  readonly version: number;
  /** At most so many a month, and over within so many minutes (median). */
  readonly incidentsPerMonth?: number;
  readonly minutesToRecover?: number;
  /** Of customers: 0.9998 = 99.98 %, for services without a target of their own; falls of SLA credits and support tickets in percent. */
  readonly availability?: number;
  readonly creditsDownPercent?: number;
  readonly ticketsDownPercent?: number;
  /** What somebody claims to have reached, to be held against what is measured. */
  readonly claimed?: {
    readonly incidentsPerMonth?: Claim;
    readonly minutesToRecover?: Claim;
    readonly availability?: Claim;
  };
}

/** One try to tell one channel. */
export interface NotificationTry {
  /** Same id, same notification: receivers that drop repeats know it by this. */
  readonly notificationId: string;
  /** Kind and fingerprint of the address, e.g. `slack:1f3a90c2`; never the address, which is often a secret. */
  readonly channel: string;
  /** From 1. */
  readonly attempt: number;
}

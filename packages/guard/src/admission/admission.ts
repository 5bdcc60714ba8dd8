import { type Clock, type ClockTimer, systemClock } from '../clock.ts';
import { outerDeadlineMs } from '../deadline/deadline.ts';
import { RateLimiter } from '../limits/rate-limiter.ts';
import { RateLimitError } from '../rejection.ts';
import { TimerWheel } from '../timer-wheel.ts';
import { type AdmissionSettings, type PushedAdmission, resolveAdmission } from './settings.ts';
import { type Priority, WaitingRoom } from './waiting.ts';

export interface AdmissionOptions extends Partial<AdmissionSettings> {
  readonly name: string;
  readonly clock?: Clock;
  /** A wheel on the same clock, to be shared. */
  readonly wheel?: TimerWheel;
}

export interface EnterOptions {
  readonly priority?: Priority;
}

/** How those who came to a gate fared: at once, after a wait, not at all. */
export const admissionOutcomes = ['admitted', 'delayed', 'refused'] as const;
export type AdmissionOutcome = (typeof admissionOutcomes)[number];

const never = Number.POSITIVE_INFINITY;
const shortestRetryMs = 1_000;
const noCounts = (): Record<AdmissionOutcome, number> => ({ admitted: 0, delayed: 0, refused: 0 });

/**
 * The gate before a service's work: lets in what the work behind it can carry, has a bounded excess wait for its turn, and sends the rest away with the time
 * at which there will be room. Its rate may be set from outside under a lease; when nobody renews it, everybody is let in.
 */
export class Admission {
  readonly name: string;
  readonly counts: Readonly<Record<Priority, Record<AdmissionOutcome, number>>> = {
    high: noCounts(),
    normal: noCounts(),
    low: noCounts(),
  };
  readonly #clock: Clock;
  readonly #limiter: RateLimiter;
  readonly #room: WaitingRoom;
  readonly #own: Readonly<AdmissionSettings>;
  #settings: Readonly<AdmissionSettings>;
  #leasedUntilMs = never;
  #timer: ClockTimer | undefined;
  /** Who was sent away and will be back, as of `#owedAtMs`. */
  #owed = 0;
  #owedAtMs = 0;

  constructor(options: AdmissionOptions) {
    const { name, clock = systemClock, wheel, ...own } = options;
    this.name = name;
    this.#clock = clock;
    this.#room = new WaitingRoom(wheel ?? new TimerWheel(clock));
    this.#own = resolveAdmission(`admission.${name}`, own);
    this.#settings = this.#own;
    this.#limiter = new RateLimiter({ name, clock });
    this.#setRate();
  }

  /** What is in force: the code's settings, and over them what was pushed, as long as its lease lasts. */
  get settings(): Readonly<AdmissionSettings> {
    this.#letGoOfExpired(this.#clock.nowMs());
    return this.#settings;
  }

  get queued(): number {
    return this.#room.size;
  }

  /**
   * Lays settings over the code's until other ones come, or until the lease is over. To say them again renews the lease.
   *
   * @throws SettingsError and changes nothing
   */
  configure(pushed: PushedAdmission): void {
    this.#settings = resolveAdmission(`admission.${this.name}`, this.#own, pushed);
    this.#leasedUntilMs = this.#clock.nowMs() + (pushed.leaseMs ?? never);
    this.#setRate();
    this.#letInWhoWaits();
  }

  /**
   * Resolves when the caller may go on: at once, or when its turn has come.
   *
   * @throws RateLimitError (as a rejection) with `status` 429 and `Retry-After`, when there is no room within the wait that is allowed
   */
  async enter({ priority = 'normal' }: EnterOptions = {}): Promise<void> {
    const nowMs = this.#clock.nowMs();
    this.#letGoOfExpired(nowMs);
    if (this.#settings.ratePerSecond === null || (this.#room.size === 0 && this.#limiter.take(nowMs) === 0)) {
      this.counts[priority].admitted++;
      return;
    }
    return this.#wait(priority, nowMs);
  }

  #wait(priority: Priority, nowMs: number): Promise<void> {
    const { maxQueue, maxWaitMs } = this.#settings;
    const untilMs = Math.min(nowMs + maxWaitMs, outerDeadlineMs(undefined));
    const turnMs = nowMs + (this.#room.before(priority) + 1) * this.#spacingMs();
    // Whoever cannot have a turn in time is told so at once.
    if (turnMs > untilMs || !this.#hasRoom(priority, maxQueue)) return Promise.reject(this.#refuse(priority));
    return new Promise((resolve, reject) => {
      const granted = () => {
        this.counts[priority].delayed++;
        resolve();
      };
      const refused = () => reject(this.#refuse(priority));
      this.#room.join({ priority, granted, refused }, nowMs, untilMs);
      this.#letInWhoWaits();
    });
  }

  #hasRoom(priority: Priority, maxQueue: number): boolean {
    if (this.#room.size < maxQueue) return true;
    const displaced = maxQueue > 0 ? this.#room.giveWay(priority) : undefined;
    displaced?.refused();
    return displaced !== undefined;
  }

  #letInWhoWaits(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    while (this.#room.size > 0) {
      const nowMs = this.#clock.nowMs();
      this.#letGoOfExpired(nowMs);
      const waitMs = this.#settings.ratePerSecond === null ? 0 : this.#limiter.take(nowMs);
      if (waitMs > 0) {
        this.#timer = this.#clock.schedule(() => this.#letInWhoWaits(), Math.ceil(waitMs));
        return;
      }
      this.#room.next()?.granted();
    }
  }

  /** Those who are sent away are asked back one after the other, as the rate allows, and not all at the same moment. */
  #refuse(priority: Priority): RateLimitError {
    this.counts[priority].refused++;
    const nowMs = this.#clock.nowMs();
    const spacingMs = this.#spacingMs();
    this.#owed = Math.max(0, this.#owed - (nowMs - this.#owedAtMs) / spacingMs) + 1;
    this.#owedAtMs = nowMs;
    const ahead = this.#room.before(priority) + (priority === 'high' ? 1 : this.#owed);
    const longest = this.#settings.maxRetryAfterMs;
    const retryAfterMs = Math.min(longest, Math.max(shortestRetryMs, ahead * spacingMs));
    return new RateLimitError(
      `There is no room at the gate "${this.name}" (${this.#settings.ratePerSecond} a second)`,
      retryAfterMs,
      undefined,
    );
  }

  #spacingMs(): number {
    return 1_000 / (this.#settings.ratePerSecond ?? never);
  }

  #setRate(): void {
    const { ratePerSecond: rate, burst } = this.#settings;
    if (rate === null) return;
    // Whole permits, to within a fifth of a percent at one a second.
    const perMs = rate > 1_000 ? 1_000 : 600_000;
    this.#limiter.configure({ permits: Math.max(1, Math.round((rate * perMs) / 1_000)), perMs, burst });
  }

  #letGoOfExpired(nowMs: number): void {
    if (nowMs < this.#leasedUntilMs) return;
    this.#leasedUntilMs = never;
    this.#settings = this.#own;
    this.#setRate();
  }
}

import type { Clock } from '../clock.ts';
import { resolveOptions } from '../options.ts';
import type { Policy } from '../policy/policy.ts';
import { type ConsumerParts, type ConsumerSettings, consumerOptions } from './consumer.ts';
import { type JetStreamMessageLike, type JetStreamSource, jetStreamQueue } from './jet-stream.ts';
import { type PgBossJobLike, type PgBossSource, pgBossQueue } from './pg-boss.ts';

/** Where messages come from. */
// biome-ignore lint/suspicious/noExplicitAny: stands for every type of message; `MessageOf` finds the one at hand.
export type ConsumerSource = PgBossSource<any> | JetStreamSource<any>;

/** What a source's handler is given. */
export type MessageOf<Source> =
  Source extends JetStreamSource<infer Message>
    ? Message
    : Source extends PgBossSource<infer Data>
      ? PgBossJobLike<Payload<Data>>
      : never;

/** pg-boss itself does not know what its jobs carry; the handler says so. */
// biome-ignore lint/suspicious/noExplicitAny: so that a handler may name its own type.
type Payload<Data> = unknown extends Data ? any : Data;

export interface ConsumerOptions extends Partial<ConsumerSettings> {
  /** What the handler cannot do without: a dependency's name, or `[dependency, endpoint]`. */
  readonly dependencies: readonly (string | readonly [dependency: string, endpoint: string])[];
  /** Hears of errors of the queue itself. Default: a process warning. */
  readonly onError?: (error: unknown) => void;
}

/** @throws SettingsError when an option is out of range */
export function consumerParts<Source extends ConsumerSource>(
  guard: { policy(dependency: string, endpoint?: string): Policy },
  clock: Clock,
  source: Source,
  { dependencies, onError = warn, ...given }: ConsumerOptions,
  handle: (message: MessageOf<Source>, signal: AbortSignal) => unknown,
): ConsumerParts<MessageOf<Source>> {
  const queue =
    'boss' in source
      ? pgBossQueue(source)
      : jetStreamQueue<JetStreamMessageLike>(source as JetStreamSource<JetStreamMessageLike>);
  return {
    queue: queue as ConsumerParts<MessageOf<Source>>['queue'],
    handle,
    dependencies: () =>
      dependencies.map((one) => (typeof one === 'string' ? guard.policy(one) : guard.policy(...one))),
    settings: resolveOptions<ConsumerSettings>(consumerOptions, 'consumer', given),
    clock,
    onError,
  };
}

function warn(error: unknown): void {
  process.emitWarning(`A queue consumer of @ounce/guard failed: ${String(error)}`, {
    code: 'OUNCE_GUARD_CONSUMER',
  });
}

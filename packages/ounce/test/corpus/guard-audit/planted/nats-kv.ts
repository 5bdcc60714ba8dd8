import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/nats-core';
export async function load(connection: NatsConnection) {
  const store = await new Kvm(connection).open('settings'); // call: nats
  return store.get('limit'); // call: nats
}

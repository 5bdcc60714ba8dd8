import { connect } from '@nats-io/transport-node';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
const connection = await connect(); // call: nats
const stream = jetstream(connection);
export const publish = () => stream.publish('orders', 'x'); // call: nats
export async function read() {
  const manager = await jetstreamManager(connection); // call: nats
  await manager.streams.add({ name: 'ORDERS' }); // call: nats
  const consumer = await stream.consumers.get('ORDERS', 'worker'); // call: nats
  return consumer.fetch({ max_messages: 10 }); // call: nats
}

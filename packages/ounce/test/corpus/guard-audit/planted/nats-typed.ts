import type { JetStreamClient } from 'nats';
export class Orders {
  constructor(readonly stream: JetStreamClient) {}
  place = (id: string) => this.stream.publish('orders', id); // call: nats
}

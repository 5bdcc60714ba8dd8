import { type Consumer, type EachMessagePayload, Kafka } from 'kafkajs';
export class Worker {
  private consumer?: Consumer;
  async start() {
    this.consumer = new Kafka({ brokers: [] }).consumer({ groupId: 'g' });
    await this.consumer.connect(); // call: kafkajs
    await this.consumer.run({ eachMessage: this.handle }); // call: kafkajs
  }
  private handle = async ({ message }: EachMessagePayload) => {
    await fetch('http://orders', { method: 'POST', body: message.value }); // call: fetch
  };
}

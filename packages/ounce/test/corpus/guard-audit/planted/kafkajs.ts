import { Kafka } from 'kafkajs';
const kafka = new Kafka({ brokers: ['kafka'] });
const producer = kafka.producer();
const consumer = kafka.consumer({ groupId: 'g' });
export async function start() {
  await producer.connect(); // call: kafkajs
  await consumer.subscribe({ topic: 'orders' }); // call: kafkajs
  await consumer.run({ eachMessage: async () => {} }); // call: kafkajs
}
export const send = () => producer.send({ topic: 'orders', messages: [] }); // call: kafkajs
export async function both() {
  const transaction = await producer.transaction(); // call: kafkajs
  await transaction.send({ topic: 'orders', messages: [] }); // call: kafkajs
  await transaction.commit(); // call: kafkajs
}

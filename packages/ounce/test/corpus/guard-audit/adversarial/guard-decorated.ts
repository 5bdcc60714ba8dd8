import { createGuard } from '@ounce/guard';
import { Kafka } from 'kafkajs';
const guard = createGuard();
const producer = new Kafka({ brokers: [] }).producer();
export const send = guard.wrap(producer.send, { dependency: 'kafka' }); // call: kafkajs, guarded by guard.wrap

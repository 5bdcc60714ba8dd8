import { Kafka, logLevel, Partitioners } from 'kafkajs';
const kafka = new Kafka({ brokers: [], logLevel: logLevel.ERROR });
export const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
producer.on('producer.connect', () => {});
export const log = kafka.logger();

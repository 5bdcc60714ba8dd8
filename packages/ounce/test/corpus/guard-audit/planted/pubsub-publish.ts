import { PubSub } from '@google-cloud/pubsub';
const pubsub = new PubSub();
const topic = pubsub.topic('orders', { batching: { maxMessages: 10 } });
export const send = (json: object) => topic.publishMessage({ json }); // call: pubsub
export const create = () => pubsub.createTopic('orders'); // call: pubsub
export const exists = () => pubsub.subscription('worker').exists(); // call: pubsub

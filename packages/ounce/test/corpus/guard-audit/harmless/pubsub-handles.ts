import { Duration, PubSub } from '@google-cloud/pubsub';
const pubsub = new PubSub({ projectId: 'p' });
export const topic = pubsub.topic('orders');
export const subscription = topic.subscription('worker');
subscription.on('message', (message) => message.ack());
export const second = Duration.from({ seconds: 1 });

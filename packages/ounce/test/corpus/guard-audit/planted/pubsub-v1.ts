import { v1 } from '@google-cloud/pubsub';
const client = new v1.SubscriberClient();
export async function pull() {
  const subscription = client.subscriptionPath('p', 's');
  const [answer] = await client.pull({ subscription, maxMessages: 10 }); // call: pubsub
  await client.acknowledge({ subscription, ackIds: [] }); // call: pubsub
  return answer;
}

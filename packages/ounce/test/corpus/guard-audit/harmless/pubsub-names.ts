import { v1 } from '@google-cloud/pubsub';
const client = new v1.PublisherClient();
export const name = client.projectTopicsPath('p', 't') + client.topicPath('p', 't');

import { EventEmitter } from 'node:events';
import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
const bus = new EventEmitter();
const sns = new SNSClient();
bus.on('order', (order: string) => sns.send(new PublishCommand({ Message: order }))); // call: aws-sdk

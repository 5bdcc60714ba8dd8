import type { Channel, ConsumeMessage } from 'amqplib';
export const text = (message: ConsumeMessage) => message.content.toString();
export type Publisher = (channel: Channel) => boolean;

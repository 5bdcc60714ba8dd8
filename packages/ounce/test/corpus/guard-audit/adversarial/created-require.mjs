import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const amqp = require('amqplib');
export const open = () => amqp.connect('amqp://queue'); // call: amqplib

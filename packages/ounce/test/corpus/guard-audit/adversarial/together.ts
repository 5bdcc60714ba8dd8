import { createClient } from 'redis';
import amqp from 'amqplib';
export const load = () =>
  Promise.all([createClient().connect(), amqp.connect('amqp://queue')]) // call: redis; amqplib
    .then(([cache, queue]) => [cache.get('k'), queue.createChannel()]); // call: amqplib; redis

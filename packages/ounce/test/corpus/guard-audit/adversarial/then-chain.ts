import { connect } from 'amqplib';
export const send = (body: Buffer) =>
  connect('amqp://queue') // call: amqplib
    .then((connection) => connection.createChannel()) // call: amqplib
    .then((channel) => channel.sendToQueue('orders', body)); // call: amqplib

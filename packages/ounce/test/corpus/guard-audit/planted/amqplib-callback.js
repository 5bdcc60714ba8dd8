import { connect } from 'amqplib/callback_api.js';
export function send(body) {
  connect('amqp://queue', (error, connection) => { // call: amqplib
    connection.createChannel((failure, channel) => { // call: amqplib
      channel.publish('exchange', 'key', body); // call: amqplib
    });
  });
}

import amqp from 'amqplib';
const connection = await amqp.connect('amqp://queue'); // call: amqplib
const channel = await connection.createChannel(); // call: amqplib
await channel.assertQueue('orders'); // call: amqplib
export const send = (body: Buffer) => channel.sendToQueue('orders', body); // call: amqplib

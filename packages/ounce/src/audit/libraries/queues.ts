import {
  allOutgoing,
  asks,
  gives,
  harmless,
  type Library,
  lazy,
  makes,
  named,
  object,
  outgoing,
  outgoingMethods,
  type Shape,
} from '../shape.ts';

const kafkaProducer: Shape = outgoingMethods('connect disconnect send sendBatch', {
  transaction: asks(lazy(() => kafkaTransaction)),
});
const kafkaTransaction: Shape = outgoingMethods('send sendBatch commit abort sendOffsets');
const kafkaConsumer: Shape = outgoingMethods(
  'connect disconnect subscribe run stop commitOffsets describeGroup',
);
const kafkaAdmin: Shape = allOutgoing({ logger: harmless, events: harmless });

export const kafka: Library = {
  name: 'kafkajs',
  isModule: named('kafkajs', '@confluentinc/kafka-javascript'),
  module: () => {
    const one = makes(
      object({ producer: gives(kafkaProducer), consumer: gives(kafkaConsumer), admin: gives(kafkaAdmin) }),
    );
    return object({ Kafka: one, KafkaJS: object({ Kafka: one }) });
  },
  types: {
    Producer: kafkaProducer,
    Consumer: kafkaConsumer,
    Admin: kafkaAdmin,
    Transaction: kafkaTransaction,
  },
};

const channel: Shape = allOutgoing();
const amqpConnection: Shape = object({
  createChannel: asks(channel, { callback: [undefined, channel] }),
  createConfirmChannel: asks(channel, { callback: [undefined, channel] }),
  updateSecret: outgoing,
});

export const amqp: Library = {
  name: 'amqplib',
  isModule: named('amqplib', 'amqplib/callback_api', 'amqplib/callback_api.js', 'amqplib/channel_api'),
  module: () => object({ connect: asks(amqpConnection, { callback: [undefined, amqpConnection] }) }),
  types: {
    Connection: amqpConnection,
    ChannelModel: amqpConnection,
    Channel: channel,
    ConfirmChannel: channel,
  },
};

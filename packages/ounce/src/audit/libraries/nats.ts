import {
  asks,
  gives,
  type Library,
  lazy,
  makes,
  named,
  object,
  outgoing,
  outgoingMethods,
  type Shape,
} from '../shape.ts';

const keyValue: Shape = outgoingMethods(
  'get put create update delete purge watch keys history status destroy purgeDeletes',
);
const objectStore: Shape = outgoingMethods(
  'get getBlob put putBlob info list delete link linkStore watch seal status update destroy',
);
const consumer: Shape = outgoingMethods('fetch next consume info delete');
const stream: Shape = outgoingMethods('info getMessage deleteMessage getConsumer getPushConsumer', {
  getConsumer: asks(consumer),
  getPushConsumer: asks(consumer),
});
const jetStream: Shape = outgoingMethods('publish fetch pull pullSubscribe subscribe', {
  consumers: object({ get: asks(consumer), getPushConsumer: asks(consumer) }),
  streams: object({ get: asks(stream) }),
  views: object({ kv: asks(keyValue), os: asks(objectStore) }),
  jetstreamManager: asks(lazy(() => manager)),
});
const streamsApi = 'add update info list names purge delete find getMessage deleteMessage get';
const manager: Shape = outgoingMethods('getAccountInfo', {
  streams: outgoingMethods(streamsApi, { get: asks(stream) }),
  consumers: outgoingMethods('add update info list delete pause resume unpin'),
  direct: outgoingMethods('getMessage getBatch getLastMessagesFor'),
  jetstream: gives(jetStream),
});
const connection: Shape = outgoingMethods(
  'publish publishMessage request requestMany respondMessage flush drain rtt subscribe',
  {
    jetstream: gives(jetStream),
    jetstreamManager: asks(manager),
    services: object({ add: outgoing }),
  },
);
const connect = asks(connection);

export const nats: Library = {
  name: 'nats',
  isModule: (specifier) => named('nats', 'nats.ws')(specifier) || specifier.startsWith('@nats-io/'),
  module: () =>
    object({
      connect,
      wsconnect: connect,
      jetstream: gives(jetStream),
      jetstreamManager: asks(manager),
      Kvm: makes(object({ create: asks(keyValue), open: asks(keyValue), list: outgoing })),
      Objm: makes(object({ create: asks(objectStore), open: asks(objectStore), list: outgoing })),
      Svcm: makes(object({ add: outgoing })),
    }),
  types: {
    NatsConnection: connection,
    NatsConnectionImpl: connection,
    JetStreamClient: jetStream,
    JetStreamManager: manager,
    Consumer: consumer,
    PushConsumer: consumer,
    Stream: stream,
    KV: keyValue,
    ObjectStore: objectStore,
  },
};

const boss: Shape = outgoingMethods(
  `start send sendAfter sendThrottled sendDebounced insert fetch work subscribe publish complete cancel resume retry fail deleteJob
  createQueue updateQueue deleteQueue getQueue getQueues getQueueSize getQueueStats schedule unschedule getSchedules getJobById findJobs touch
  deleteQueuedJobs deleteStoredJobs deleteAllJobs clearStorage purgeQueue maintain supervise`,
  { getDb: gives(object({ executeSql: outgoing })) },
);

/** A queue in PostgreSQL: each of its methods is a statement. */
export const pgBoss: Library = {
  name: 'pg-boss',
  isModule: named('pg-boss'),
  module: () => makes(boss, { PgBoss: makes(boss), default: makes(boss) }),
  types: { PgBoss: boss },
};

import {
  allOutgoing,
  gives,
  harmless,
  type Library,
  lazy,
  makes,
  object,
  outgoing,
  outgoingMethods,
  type Shape,
} from '../shape.ts';

/** Handles (topic, subscription) are made without a call. */
const topic: Shape = outgoingMethods(
  `publish publishMessage publishJSON get create delete exists getMetadata setMetadata createSubscription getSubscriptions flush
  getSubscriptionsStream`,
  { subscription: gives(lazy(() => subscription)) },
);
const subscription: Shape = outgoingMethods(
  'get create delete exists getMetadata setMetadata seek modifyPushConfig createSnapshot',
);
const pubsubClient: Shape = outgoingMethods(
  `createTopic createSubscription createSchema getTopics getSubscriptions getSnapshots getTopicsStream getSubscriptionsStream
  listSchemas getSchemaClient`,
  { topic: gives(topic), subscription: gives(subscription) },
);
const remoteMethod =
  /^(publish|pull|streamingPull|acknowledge|modify|create|delete|list|update|seek|detach|get(?!ProjectId))[A-Za-z]*$/;
/** The clients that are generated from the service's definition; helpers that only build resource names end in `Path`. */
const generated: Shape = makes({
  member: (name) => (remoteMethod.test(name) && !name.endsWith('Path') ? outgoing : undefined),
});
const generatedClients = object({
  PublisherClient: generated,
  SubscriberClient: generated,
  SchemaServiceClient: generated,
});

export const pubsub: Library = {
  name: 'pubsub',
  isModule: (specifier) => /^@google-cloud\/pubsub(\/|$)/.test(specifier),
  module: () => {
    const one = makes(pubsubClient, { v1: generatedClients });
    return object({
      PubSub: one,
      v1: generatedClients,
      Topic: makes(topic),
      Subscription: makes(subscription),
    });
  },
  types: { Topic: topic, Subscription: subscription, PubSub: pubsubClient },
};

const sends: Shape = object({ send: outgoing });
const local = { config: harmless, middlewareStack: harmless };
const documentClient = makes(sends, { from: gives(sends) });
const whole = makes(allOutgoing(local));
const wholeDocument = makes(allOutgoing(local), { from: gives(allOutgoing(local)) });

/** `S3Client` sends commands, `S3` has a method for each, and a command by itself goes nowhere. */
function awsExport(name: string): Shape | undefined {
  if (name === 'DynamoDBDocumentClient') return documentClient;
  if (name === 'DynamoDBDocument') return wholeDocument;
  if (name === 'Upload') return makes(object({ done: outgoing }));
  if (/^(paginate|waitUntil|waitFor)[A-Z]/.test(name)) return outgoing;
  if (/^(__)?Client$|[a-z0-9]Client$|[A-Z]Client$/.test(name)) return makes(sends);
  if (/(Command|Exception|Error|ServiceException|Protocol)$/.test(name) || !/^[A-Z]/.test(name))
    return undefined;
  return whole;
}

export const aws: Library = {
  name: 'aws-sdk',
  isModule: (specifier) => /^@aws-sdk\/(client|lib)-[a-z0-9-]+$/.test(specifier),
  module: () => ({ member: awsExport }),
};

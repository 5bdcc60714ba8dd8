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

const bulk: Shape = outgoingMethods('execute');
/** A cursor goes to the server when it is read; the audit lists the call that made it, once. */
const collection: Shape = allOutgoing({
  initializeOrderedBulkOp: gives(bulk),
  initializeUnorderedBulkOp: gives(bulk),
  withReadPreference: harmless,
});
const admin: Shape = allOutgoing();
const db: Shape = outgoingMethods(
  'command createCollection dropCollection dropDatabase renameCollection listCollections aggregate watch stats collections createIndex indexInformation profilingLevel setProfilingLevel removeUser runCursorCommand',
  {
    collection: gives(collection),
    admin: gives(admin),
  },
);
const session: Shape = outgoingMethods('commitTransaction abortTransaction endSession', {
  withTransaction: asks(harmless, { callback: [lazy(() => session)] }),
});
const client: Shape = object({
  connect: asks(
    lazy(() => client),
    { callback: [undefined, lazy(() => client)] },
  ),
  db: gives(db),
  startSession: gives(session),
  withSession: { callback: [session] },
  watch: outgoing,
  bulkWrite: outgoing,
});
const bucket: Shape = outgoingMethods(
  'openUploadStream openUploadStreamWithId openDownloadStream openDownloadStreamByName delete find rename drop',
);

export const mongodb: Library = {
  name: 'mongodb',
  isModule: named('mongodb'),
  module: () =>
    object({
      MongoClient: makes(client, { connect: asks(client, { callback: [undefined, client] }) }),
      GridFSBucket: makes(bucket),
    }),
  types: { Db: db, Collection: collection, ClientSession: session, Admin: admin, MongoClient: client },
};

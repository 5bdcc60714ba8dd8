import {
  asks,
  type Library,
  lazy,
  makes,
  named,
  object,
  outgoing,
  outgoingMethods,
  type Shape,
} from '../shape.ts';

const client: Shape = outgoingMethods('query connect');
const pool: Shape = object({
  query: outgoing,
  connect: asks(client, { callback: [undefined, client] }),
});

export const pg: Library = {
  name: 'pg',
  isModule: named('pg', 'pg-pool', 'pg-native', 'pg/lib'),
  module: (specifier) => {
    const members = { Pool: makes(pool), Client: makes(client) };
    const native = object(members);
    return specifier === 'pg-pool' ? makes(pool) : object({ ...members, native, default: native });
  },
  types: { Pool: pool, PoolClient: client, Client: client, ClientBase: client },
};

const statement: Shape = outgoingMethods('execute');
const connection: Shape = outgoingMethods(
  'query execute connect ping changeUser beginTransaction commit rollback unprepare',
  {
    prepare: asks(statement, { callback: [undefined, statement] }),
    promise: { returns: lazy(() => connection) },
  },
);
const mysqlPool: Shape = outgoingMethods('query execute', {
  getConnection: asks(connection, { callback: [undefined, connection] }),
  promise: { returns: lazy(() => mysqlPool) },
  of: { returns: lazy(() => mysqlPool) },
});
const cluster: Shape = object({
  getConnection: asks(connection, { callback: [undefined, connection] }),
  of: { returns: mysqlPool },
});

export const mysql: Library = {
  name: 'mysql2',
  isModule: named('mysql2', 'mysql2/promise', 'mysql2/promise.js', 'mysql', 'promise-mysql'),
  module: () =>
    object({
      createConnection: asks(connection),
      connect: asks(connection),
      createPool: { returns: mysqlPool },
      createPoolCluster: { returns: cluster },
    }),
  types: { Pool: mysqlPool, PoolConnection: connection, Connection: connection, PoolCluster: cluster },
};

/** Called as a template tag. */
const tag: Shape = object(
  {
    begin: outgoing,
    unsafe: outgoing,
    file: outgoing,
    listen: outgoing,
    notify: outgoing,
    reserve: outgoing,
    subscribe: outgoing,
  },
  { outgoing: true },
);

export const postgresJs: Library = {
  name: 'postgres',
  isModule: named('postgres'),
  module: () => ({ returns: tag }),
  types: { Sql: tag, TransactionSql: tag },
};

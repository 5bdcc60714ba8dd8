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
  type Shape,
} from '../shape.ts';

/** Commands are gathered and go out together with `exec`; each of them gives the chain itself. */
const chain: Shape = {
  member: (name) => {
    if (['exec', 'execAsPipeline', 'execTyped'].includes(name)) return outgoing;
    return gives(chain);
  },
};
const duplicate = gives(lazy(() => commands));
const spaces = ['json', 'ft', 'ts', 'bf', 'cf', 'cms', 'topK', 'tDigest', 'graph', 'vectorSet'];
/** Every method of a client is a command, but for these. */
const commands: Shape = allOutgoing({
  ...Object.fromEntries(spaces.map((name) => [name, allOutgoing()])),
  ...Object.fromEntries(
    [
      'defineCommand',
      'unref',
      'ref',
      'options',
      'status',
      'isOpen',
      'isReady',
      'mode',
      'createBuiltinCommand',
      'addBuiltinCommand',
      'getBuiltinCommands',
      'nodes',
      'createPool',
    ].map((name) => [name, harmless]),
  ),
  pipeline: gives(chain),
  multi: gives(chain),
  MULTI: gives(chain),
  batch: gives(chain),
  duplicate,
  withTypeMapping: duplicate,
  withCommandOptions: duplicate,
  legacy: duplicate,
  v4: lazy(() => commands),
});
const connectLater = {
  ...commands,
  member: (name: string) => (name === 'connect' ? asks(commands) : commands.member?.(name)),
};

export const redis: Library = {
  name: 'redis',
  isModule: (specifier) => named('ioredis', 'redis', 'iovalkey', '@redis/client')(specifier),
  module: (specifier) =>
    /^(io)/.test(specifier)
      ? {
          ...makes(connectLater),
          member: (name) =>
            ['Redis', 'default', 'Cluster', 'Valkey'].includes(name)
              ? makes(connectLater, { Cluster: makes(connectLater) })
              : undefined,
        }
      : object({
          createClient: gives(connectLater),
          createCluster: gives(connectLater),
          createSentinel: gives(connectLater),
          createClientPool: gives(connectLater),
          RedisClient: makes(connectLater),
        }),
  types: {
    Redis: connectLater,
    Cluster: connectLater,
    RedisClientType: connectLater,
    RedisClient: connectLater,
    RedisClusterType: connectLater,
    RedisClientPoolType: connectLater,
    ChainableCommander: chain,
    Pipeline: chain,
  },
};

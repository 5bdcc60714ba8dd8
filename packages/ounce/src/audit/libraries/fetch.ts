import {
  gives,
  harmless,
  type Library,
  makes,
  named,
  object,
  outgoingMethods,
  type Shape,
} from '../shape.ts';

/** The global `fetch`; the same goes through undici's global dispatcher. */
export const globalFetch: Shape = { outgoing: true, takesDispatcher: true };

const dispatcher: Shape = outgoingMethods('request stream pipeline connect upgrade dispatch', {
  compose: { composes: true },
});
const dispatched: Shape = { outgoing: true, takesDispatcher: true };

export const undici: Library = {
  name: 'undici',
  isModule: named('undici'),
  module: () =>
    object({
      ...Object.fromEntries(
        ['fetch', 'request', 'stream', 'pipeline', 'connect', 'upgrade'].map((name) => [name, dispatched]),
      ),
      ...Object.fromEntries(
        [
          'Agent',
          'Client',
          'Pool',
          'BalancedPool',
          'RoundRobinPool',
          'ProxyAgent',
          'EnvHttpProxyAgent',
          'H2CClient',
        ].map((name) => [name, makes(dispatcher)]),
      ),
      // A retry around a dispatcher guards as much as the dispatcher does.
      RetryAgent: { constructs: dispatcher, passes: { arguments: [0] } },
      MockAgent: harmless,
      getGlobalDispatcher: gives(dispatcher),
      setGlobalDispatcher: { setsDispatcher: true },
    }),
  types: { Dispatcher: dispatcher },
};

const verbs = ['get', 'post', 'put', 'patch', 'head', 'delete', 'del'];
const kyInstance: Shape = object(
  {
    ...Object.fromEntries(verbs.map((name) => [name, { outgoing: true }])),
    create: { returns: { outgoing: true } },
    extend: { returns: { outgoing: true } },
  },
  { outgoing: true, computed: { outgoing: true } },
);

/** Small clients with the same two or three ways to be called. */
export const otherFetches: Library = {
  name: 'fetch',
  isModule: named('node-fetch', 'cross-fetch', 'isomorphic-fetch', 'node-fetch-native'),
  module: () => ({
    outgoing: true,
    member: (name) => (['default', 'fetch'].includes(name) ? { outgoing: true } : undefined),
  }),
};

export const ky: Library = {
  name: 'ky',
  isModule: named('ky', 'superagent', 'needle'),
  module: () => kyInstance,
};

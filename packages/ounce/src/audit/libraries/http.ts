import {
  allOutgoing,
  asks,
  gives,
  type Library,
  makes,
  named,
  object,
  outgoing,
  type Shape,
} from '../shape.ts';

/** The answer is an event stream of its own: nothing more goes out through it. */
export const http: Library = {
  name: 'http',
  isModule: named('http', 'https'),
  module: () => object({ request: outgoing, get: outgoing }),
};

const session: Shape = object({ request: outgoing, ping: outgoing });

export const http2: Library = {
  name: 'http2',
  isModule: named('http2'),
  module: () => object({ connect: asks(session) }),
  types: { ClientHttp2Session: session },
};

const socket: Shape = object({ connect: outgoing });

export const net: Library = {
  name: 'net',
  isModule: named('net', 'tls'),
  module: () => object({ connect: outgoing, createConnection: outgoing, Socket: makes(socket) }),
  types: { Socket: socket },
};

const grpcClient: Shape = {
  ...allOutgoing(),
  // `close`, `getChannel` and the like are the client's own affair; all other methods are the service's.
  member: (name) =>
    ['getChannel', 'checkOptionalUnaryResponseArguments', 'checkMetadataAndOptions'].includes(name)
      ? undefined
      : allOutgoing().member?.(name),
};

/** What a loaded definition has: services at any depth. */
const grpcPackage: Shape = {
  constructs: grpcClient,
  member: (name) => (name === 'service' || name === 'prototype' ? undefined : grpcPackage),
};

export const grpc: Library = {
  name: 'grpc',
  isModule: named('@grpc/grpc-js', 'grpc'),
  module: () =>
    object({
      Client: makes(grpcClient),
      loadPackageDefinition: gives(grpcPackage),
      loadObject: gives(grpcPackage),
      makeGenericClientConstructor: gives({ constructs: grpcClient }),
      makeClientConstructor: gives({ constructs: grpcClient }),
    }),
  types: {
    Client: grpcClient,
    ServiceClient: grpcClient,
    ServiceClientConstructor: { constructs: grpcClient },
    GrpcObject: grpcPackage,
  },
};

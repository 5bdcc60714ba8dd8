// What is probed: one process that answers over HTTP, TCP and gRPC on 127.0.0.1. Prints its ports as JSON and ends with its parent.
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { Server as GrpcServer, ServerCredentials } from '@grpc/grpc-js';
import { createHealth } from '../../packages/guard/src/index.ts';

const backlog = 4_096;
const listening = (server: TcpServer): Promise<number> =>
  new Promise((resolve) =>
    server.listen({ port: 0, host: '127.0.0.1', backlog }, () =>
      resolve((server.address() as AddressInfo).port),
    ),
  );

const handle = createHealth().handler();
const http = await listening(createHttpServer((request, response) => void handle(request, response)));
const tcp = await listening(createTcpServer((socket) => socket.on('error', () => {}).resume()));

const grpc = new GrpcServer();
const answer = Buffer.from([0x08, 1]);
grpc.addService(
  {
    check: {
      path: '/grpc.health.v1.Health/Check',
      requestStream: false,
      responseStream: false,
      requestSerialize: (bytes: Buffer) => bytes,
      requestDeserialize: (bytes: Buffer) => bytes,
      responseSerialize: (bytes: Buffer) => bytes,
      responseDeserialize: (bytes: Buffer) => bytes,
    },
  },
  { check: (_call: unknown, reply: (error: null, bytes: Buffer) => void) => reply(null, answer) },
);
const grpcPort = await new Promise<number>((resolve, reject) =>
  grpc.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
    error ? reject(error) : resolve(port),
  ),
);

console.log(JSON.stringify({ http, tcp, grpc: grpcPort }));
process.stdin.on('end', () => process.exit(0)).resume();

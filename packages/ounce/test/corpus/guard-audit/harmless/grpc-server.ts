import { credentials, Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
export const server = new Server();
server.addService({}, {});
server.bindAsync('0.0.0.0:1', ServerCredentials.createInsecure(), () => {});
const metadata = new Metadata();
metadata.set('a', 'b');
export const value = metadata.get('a')[0] === String(status.OK) && credentials.createInsecure();

import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
// biome-ignore lint: as in the library's own examples
const shop = grpc.loadPackageDefinition(loadSync('shop.proto')).shop as any;
const client = new shop.Orders('orders:50051', grpc.credentials.createInsecure());
export const load = (id: string, done: () => void) => client.getOrder({ id }, done); // call: grpc

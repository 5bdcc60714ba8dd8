import { Client, credentials, makeGenericClientConstructor } from '@grpc/grpc-js';
const Orders = makeGenericClientConstructor({}, 'Orders');
const orders = new Orders('orders:50051', credentials.createInsecure());
const plain = new Client('orders:50051', credentials.createInsecure());
export const load = () => orders['getOrder']({ id: 1 }, () => {}); // call: grpc
export const raw = () => plain.makeUnaryRequest('/a', String as never, String as never, {}, () => {}); // call: grpc

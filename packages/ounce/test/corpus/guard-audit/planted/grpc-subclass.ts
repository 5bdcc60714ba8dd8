import { Client, type ServiceError } from '@grpc/grpc-js';
export class OrdersClient extends Client {
  getOrder(id: string, done: (error: ServiceError | null) => void) {
    return this.makeUnaryRequest('/orders/get', encode, decode, id, done); // call: grpc
  }
}
const encode = (text: string) => Buffer.from(text);
const decode = (bytes: Buffer) => bytes.toString();

import { createGuard } from '@ounce/guard';
import { makeClientConstructor, credentials } from '@grpc/grpc-js';
const Orders = makeClientConstructor({}, 'Orders');
export class OrdersApi {
  readonly #client = new Orders('orders:1', credentials.createInsecure());
  load(id: string) {
    return createGuard()
      .policy('orders')
      .execute(() => new Promise((resolve, reject) => this.#client.getOrder({ id }, (e: Error, r: unknown) => (e ? reject(e) : resolve(r))))); // call: grpc, guarded by policy.execute
  }
}

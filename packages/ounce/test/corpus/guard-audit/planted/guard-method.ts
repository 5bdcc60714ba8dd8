import { CircuitBreaker } from '@ounce/guard';
import { SQSClient } from '@aws-sdk/client-sqs';
class Queue {
  readonly #client = new SQSClient({});
  readonly #breaker = new CircuitBreaker({ name: 'sqs' });
  send(command: never) {
    return this.#breaker.execute(() => this.#send(command));
  }
  #send(command: never) {
    return this.#client.send(command); // call: aws-sdk, guarded by breaker.execute
  }
}
export const queue = new Queue();

/** What the benchmark uses of opossum, which brings no types. */
declare module 'opossum' {
  interface Options {
    readonly timeout?: number | false;
    readonly errorThresholdPercentage?: number;
    readonly resetTimeout?: number;
    readonly rollingCountTimeout?: number;
    readonly volumeThreshold?: number;
  }

  export default class CircuitBreaker<Value> {
    constructor(action: () => Promise<Value>, options?: Options);
    fire(): Promise<Value>;
    readonly closed: boolean;
    readonly opened: boolean;
  }
}

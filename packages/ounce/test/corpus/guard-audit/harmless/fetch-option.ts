export interface Options {
  fetch(count: number): Promise<unknown[]>;
}
export const work = async (options: Options) => options.fetch(1);

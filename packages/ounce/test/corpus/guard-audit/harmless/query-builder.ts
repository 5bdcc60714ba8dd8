class Query {
  readonly #parts: string[] = [];
  query(part: string) {
    this.#parts.push(part);
    return this;
  }
  execute() {
    return this.#parts.join(' ');
  }
}
export const text = new Query().query('select 1').execute();

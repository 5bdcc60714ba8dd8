export class Pool {
  query(text: string) {
    return text;
  }
}

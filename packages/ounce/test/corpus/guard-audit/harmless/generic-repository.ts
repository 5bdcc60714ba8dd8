interface Repository<T> {
  find(id: string): T | undefined;
  query(text: string): T[];
}
export const first = <T>(repository: Repository<T>) => repository.query('all')[0] ?? repository.find('1');

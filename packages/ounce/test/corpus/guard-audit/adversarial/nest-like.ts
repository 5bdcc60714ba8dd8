import type { Pool } from 'pg';
import type { Redis } from 'ioredis';
declare function Inject(token: string): ParameterDecorator;
export class Users {
  constructor(@Inject('db') private readonly db: Pool, @Inject('cache') readonly cache: Redis) {}
  async load(id: string) {
    return (await this.cache.get(id)) ?? this.db.query('select 1', [id]); // call: redis; pg
  }
}

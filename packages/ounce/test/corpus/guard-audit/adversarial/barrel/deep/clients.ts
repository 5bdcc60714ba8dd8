import axiosLib from 'axios';
import { Pool as PgPool } from 'pg';
const axios = axiosLib;
export const clients = { http: axios.create(), nested: { db: new PgPool() } } as const;
export default clients;
export type Clients = typeof clients;

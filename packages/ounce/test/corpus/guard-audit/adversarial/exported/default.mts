import { Pool } from 'pg';
export default new Pool();

import { Pool } from 'pg';
import { find } from './takes.js';
export const one = () => find(new Pool(), '1');

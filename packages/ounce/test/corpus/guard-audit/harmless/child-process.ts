import { execFile } from 'node:child_process';
import { connect } from './own-connect.ts';
export const run = () => execFile('ls', connect());

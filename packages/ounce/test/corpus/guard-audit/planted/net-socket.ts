import { connect, Socket } from 'node:net';
export const open = () => connect(5432, 'db'); // call: net
export const other = () => new Socket().connect(5432, 'db'); // call: net

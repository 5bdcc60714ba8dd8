import { Agent, globalAgent } from 'node:http';
import { Agent as Tls } from 'node:https';
export const agents = [new Agent({ keepAlive: true }), new Tls()];
globalAgent.destroy();

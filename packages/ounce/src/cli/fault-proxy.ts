// A fault proxy that is told everything by its environment, as a supervisor starts it: PORT, HOST, ROUTES.
import { serveFaultProxy } from './serve-fault-proxy.ts';

const { PORT = '0', HOST = '127.0.0.1', ROUTES = '' } = process.env;

try {
  const { faultUrls, addresses } = await serveFaultProxy({ routes: ROUTES, host: HOST, port: Number(PORT) });
  process.stdout.write(`${JSON.stringify({ event: 'listening', faultUrls, addresses })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(2);
}

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An instance for tests, on a free loopback port. */
export interface FixtureInstance {
  readonly url: string;
  /** What `/metrics` says from now on. */
  says(text: string): void;
  /** How often it was read. */
  reads(): number;
  close(): Promise<void>;
}

export async function serveText(text: string): Promise<FixtureInstance> {
  let current = text;
  let reads = 0;
  const { url, close } = await serve((_request, response) => {
    reads++;
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(current);
  });
  const says = (next: string) => {
    current = next;
  };
  return { url, close, says, reads: () => reads };
}

export async function serve(
  answer: RequestListener,
  port = 0,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import type { FaultProxyRoute } from './index.ts';

/**
 * Reads `payments=127.0.0.1:8081>127.0.0.1:8080, search=…`: name, where clients connect to, and the service behind.
 *
 * @throws Error that names the piece that cannot be read
 */
export function parseRoutes(text: string): FaultProxyRoute[] {
  const pieces = text.split(',').map((piece) => piece.trim());
  const routes = pieces.filter(Boolean).map((piece) => {
    const [, name, host, port, toHost, toPort] =
      piece.match(/^([\w.-]+)=([^:>]+):(\d+)>([^:>]+):(\d+)$/) ?? [];
    if (!name || !host || !toHost)
      throw new Error(
        `"${piece}" is no route; expected name=host:port>host:port, as payments=127.0.0.1:8081>127.0.0.1:8080`,
      );
    return { name, listen: { host, port: Number(port) }, to: { host: toHost, port: Number(toPort) } };
  });
  const twice = routes.find(({ name }, i) => routes.findIndex((other) => other.name === name) !== i);
  if (twice) throw new Error(`"${twice.name}" is given twice`);
  return routes;
}

import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** An outgoing call at the moment at which it begins, in the context of whoever began it. */
export interface OutgoingCall {
  /** `payments.internal:8080`; the address where no name is known. */
  readonly host: string;
  /** `tcp`: a connection of something that speaks neither HTTP through Node nor through undici, for example a database's driver. */
  readonly protocol: 'http' | 'tcp';
}

/** What the channels of Node and undici publish, as far as it is read here. */
interface UndiciMessage {
  readonly request: { readonly origin?: string | URL };
}
interface HttpMessage {
  readonly request: {
    readonly host: string;
    readonly socketPath?: string;
    getHeader(name: string): unknown;
  };
}
interface SocketMessage {
  readonly socket: {
    once(
      event: 'lookup',
      listener: (error: unknown, address: string, family: unknown, host: string) => void,
    ): void;
    once(event: 'connectionAttempt', listener: (address: string, port: number) => void): void;
    listenerCount(event: string): number;
  };
}

/**
 * Hears of every outgoing call of this process: `fetch` and undici, `node:http(s)`, and TCP connections that belong to neither. Local sockets
 * are no outgoing calls.
 *
 * @param begin called at once; what it returns is called when the host is known, which for TCP is a little later
 * @returns what ends it
 */
export function hearOutgoingCalls(begin: () => (call: OutgoingCall) => void): () => void {
  let isUndiciConnecting = false;
  const channels: readonly (readonly [name: string, listener: (message: unknown) => void])[] = [
    [
      'undici:request:create',
      (message) => begin()({ host: undiciHost(message as UndiciMessage), protocol: 'http' }),
    ],
    [
      'http.client.request.created',
      (message) => {
        const host = httpHost(message as HttpMessage);
        if (host !== undefined) begin()({ host, protocol: 'http' });
      },
    ],
    [
      'undici:client:beforeConnect',
      () => {
        // undici connects right after it has said so.
        isUndiciConnecting = true;
        queueMicrotask(() => {
          isUndiciConnecting = false;
        });
      },
    ],
    [
      'net.client.socket',
      (message) => {
        if (!isUndiciConnecting) watchSocket((message as SocketMessage).socket, begin());
      },
    ],
  ];
  for (const [name, listener] of channels) subscribe(name, listener);
  return () => {
    for (const [name, listener] of channels) unsubscribe(name, listener);
  };
}

function undiciHost({ request: { origin } }: UndiciMessage): string {
  return origin === undefined ? 'unknown' : new URL(origin).host;
}

function httpHost({ request }: HttpMessage): string | undefined {
  if (request.socketPath) return undefined;
  const header = request.getHeader('host');
  return typeof header === 'string' ? header : request.host;
}

/** The agent of `node:http` has its mark on a socket before it connects: that call is already known. */
function watchSocket(socket: SocketMessage['socket'], call: (call: OutgoingCall) => void): void {
  let name: string | undefined;
  socket.once('lookup', (_error, _address, _family, host) => {
    name = host;
  });
  socket.once('connectionAttempt', (address, port) => {
    if (socket.listenerCount('agentRemove') > 0) return;
    const host = name ?? (address.includes(':') ? `[${address}]` : address);
    call({ host: `${host}:${port}`, protocol: 'tcp' });
  });
}

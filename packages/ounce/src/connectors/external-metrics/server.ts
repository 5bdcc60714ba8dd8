import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { OunceError } from '@ounce/core';
import {
  apiGroup,
  apiGroupList,
  failure,
  group,
  groupVersion,
  type MetricValue,
  metricName,
  resourceList,
  valueList,
} from './answers.ts';
import { parseSelector } from './label-selector.ts';

export interface MetricsServerOptions {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** PEM texts. `clientCa` signs the certificate with which the API server passes requests on. */
  readonly tls: { readonly cert: string; readonly key: string; readonly clientCa: string };
  /** Common names of that certificate that are accepted; any when empty. */
  readonly allowedNames: readonly string[];
  readonly nowMs: () => number;
  /** What is wanted in a namespace now; services of which it is not known yet are left out. */
  readonly values: (namespace: string) => readonly MetricValue[];
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const valuePath = new RegExp(`^/apis/${group}/v1beta1/namespaces/([^/]+)/([^/]+)$`);
const found = (body: unknown): Answer => ({ status: 200, body });
const refused = (code: Parameters<typeof failure>[0], message: string): Answer => ({
  status: code,
  body: failure(code, message),
});

/**
 * Serves the External Metrics API to the aggregation layer of an API server, which has authenticated its users already: only
 * its own client certificate is let in. Health is told to everybody, as kubelets have no certificate.
 *
 * @throws OunceError OUNCE_E_PLATFORM when it cannot listen there, or the certificate cannot be used
 */
export async function serveMetrics(options: MetricsServerOptions): Promise<MetricsServer> {
  const { host, port, tls } = options;
  const server = tryTo('use the certificate', () =>
    createServer(
      { cert: tls.cert, key: tls.key, ca: tls.clientCa, requestCert: true, rejectUnauthorized: false },
      (request, response) => send(response, answerTo(request, options)),
    ),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(cannot(`listen on ${host}:${port}`, cause)));
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerTo(request: IncomingMessage, options: MetricsServerOptions): Answer {
  const url = new URL(request.url ?? '/', 'https://here');
  if (['/healthz', '/livez', '/readyz'].includes(url.pathname)) return found('ok');
  const stranger = strangerOf(request.socket as TLSSocket, options.allowedNames);
  if (stranger) return refused(401, stranger);
  if (request.method !== 'GET') return refused(405, `${request.method} is not supported`);
  if (url.pathname === '/apis') return found(apiGroupList);
  if (url.pathname === `/apis/${group}`) return found(apiGroup);
  if (url.pathname === `/apis/${groupVersion}`) return found(resourceList);
  const [, namespace, metric] = valuePath.exec(url.pathname) ?? [];
  if (!namespace || !metric) return refused(404, `there is no ${url.pathname}`);
  if (metric !== metricName) return refused(404, `there is no metric ${metric}; there is ${metricName}`);
  const selects = parseSelector(url.searchParams.get('labelSelector') ?? '');
  if (!selects) return refused(400, 'the label selector cannot be understood');
  const values = options.values(decodeURIComponent(namespace)).filter(({ labels }) => selects(labels));
  return found(valueList(values, options.nowMs()));
}

/** Why whoever asks is not the API server; undefined when it is. */
function strangerOf(socket: TLSSocket, allowedNames: readonly string[]): string | undefined {
  if (!socket.authorized)
    return `the client certificate is not accepted: ${String(socket.authorizationError)}`;
  const name: string | string[] | undefined = socket.getPeerCertificate().subject?.CN;
  const isAllowed =
    allowedNames.length === 0 || [name ?? []].flat().some((one) => allowedNames.includes(one));
  return isAllowed ? undefined : `the client certificate’s name "${name}" is not accepted`;
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' });
  response.end(isText ? body : JSON.stringify(body));
}

function tryTo<Result>(what: string, attempt: () => Result): Result {
  try {
    return attempt();
  } catch (cause) {
    throw cannot(what, cause);
  }
}

function cannot(what: string, cause: unknown): OunceError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new OunceError('OUNCE_E_PLATFORM', `The External Metrics API cannot ${what}: ${why}`, {
    cause,
    mend: 'Correct connectors.externalMetrics.',
  });
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Any, Cluster } from './cluster.ts';
import { unknownFields } from './known-fields.ts';
import { isChosen } from './label-choice.ts';
import { faultsOf } from './published.ts';
import { type Operation, operations } from './routes.ts';
import { serveWatch } from './watch.ts';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Any;
  readonly headers: IncomingMessage['headers'];
  /** The name in a client certificate that was signed by the right authority. */
  readonly peer?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers in the server's place; undefined lets the request through; 'hang' never answers. */
export type Fault = (request: Seen) => Answer | 'hang' | undefined;

export interface ApiServer {
  readonly url: string;
  readonly requests: Seen[];
  /** Requests that the published API does not have, or not so. A test that leaves one has failed. */
  readonly violations: string[];
  readonly faults: Fault[];
  /** `verb resource/subresource` that the user may not do. */
  readonly forbidden: Set<string>;
  /** Ends every connection in the middle of whatever it does. */
  dropConnections(): void;
  close(): Promise<void>;
}

export const refusal = (code: number, reason: string, message: string, details: Any = undefined): Answer => ({
  status: code,
  body: {
    ...{ apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', code, reason, message },
    ...(details ? { details } : {}),
  },
});

/** A Kubernetes API server over real HTTP for a simulated cluster; each request is checked against the published API. */
export async function serveApi(
  cluster: Cluster,
  tls?: { readonly key: string; readonly cert: string; readonly ca?: string },
): Promise<ApiServer> {
  // Reading the types takes a second or two, which no request should wait for.
  unknownFields('Scale', {});
  const self = { requests: [] as Seen[], violations: [] as string[], faults: [] as Fault[] };
  const forbidden = new Set<string>();
  const pageSnapshots = new Map<string, readonly Any[]>();
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    const { method = '', headers } = request;
    const socket = request.socket as Partial<TLSSocket>;
    const peer = socket.authorized ? String(socket.getPeerCertificate?.().subject.CN) : undefined;
    const seen: Seen = {
      ...{ method, headers, path: url.pathname, query: url.searchParams, body: text && JSON.parse(text) },
      ...(peer ? { peer } : {}),
    };
    self.requests.push(seen);
    const operation = operations.find((one) => one.method === method && one.path.test(url.pathname));
    const wrong = operation ? violationsOf(operation, seen) : [`the API has no ${method} ${url.pathname}`];
    self.violations.push(...wrong);
    let answer: Answer | 'hang' | undefined;
    for (const fault of self.faults) answer ??= fault(seen);
    answer ??=
      wrong.length > 0 || !operation
        ? refusal(operation ? 422 : 404, 'Invalid', wrong.join('; '))
        : perform(operation, seen, { cluster, pageSnapshots, forbidden, violations: self.violations });
    if (answer === 'hang') return;
    if (answer.status === 200 && seen.query.get('watch') === 'true')
      return serveWatch(cluster, operation!.plural!, seen, response);
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body));
  };
  const server: Server = tls
    ? createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false }, listener)
    : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...self,
    forbidden,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    dropConnections: () => server.closeAllConnections(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const patchType = (does: Operation['does']) =>
  does === 'apply' ? 'application/apply-patch+yaml' : 'application/merge-patch+json';

function violationsOf({ query, takes, method, does }: Operation, seen: Seen): string[] {
  const title = `${seen.method} ${seen.path}`;
  const wrong = [...seen.query.keys()]
    .filter((key) => !query.includes(key))
    .map((key) => `${title} has no query ${key}`);
  const type = seen.headers['content-type'];
  if (method === 'PATCH' && type !== patchType(does)) wrong.push(`${title}: content type ${type}`);
  // Who applies has to give a name.
  if (does === 'apply' && !seen.query.get('fieldManager')) wrong.push(`${title}: no fieldManager`);
  if (does === 'apply') wrong.push(...faultsOf('ScaledObject', seen.body));
  if (method === 'POST' && type !== 'application/json') wrong.push(`${title}: content type ${type}`);
  // A patch is checked as the server does it: when it has been applied.
  if (takes && method === 'POST') wrong.push(...faultsOf(takes, seen.body));
  if (takes) wrong.push(...unknownFields(takes, seen.body));
  return wrong;
}

interface Around {
  readonly cluster: Cluster;
  readonly pageSnapshots: Map<string, readonly Any[]>;
  readonly forbidden: ReadonlySet<string>;
  readonly violations: string[];
}

function perform(operation: Operation, seen: Seen, around: Around): Answer {
  const { does, plural = '' } = operation;
  const { cluster, forbidden } = around;
  if (does === 'version') return ok('Version', versionInfo);
  if (does === 'frontProxy') return ok('ConfigMap', frontProxyOf(cluster));
  if (does === 'review') return reviewed(seen.body, forbidden);
  const { namespace, name = '' } = operation.path.exec(seen.path)!.groups as {
    namespace: string;
    name?: string;
  };
  if (namespace !== cluster.namespace)
    return does === 'list' ? list(plural, [], seen, around) : missing(plural, name);
  if (does === 'list') return list(plural, cluster.all(plural), seen, around);
  if (does === 'apply') return { status: 201, body: seen.body };
  if (does === 'evict') return evict(cluster, name, seen.body);
  const object = cluster.get(plural, name);
  if (!object) return missing(plural, name);
  if (does === 'get') return { status: 200, body: object };
  if (does === 'getScale') return ok('Scale', scaleOf(object));
  const given = seen.body.metadata?.resourceVersion;
  if (given !== undefined && given !== object.metadata.resourceVersion)
    return refusal(
      409,
      'Conflict',
      `Operation cannot be fulfilled on ${plural} "${name}": the object has been modified`,
    );
  if (does === 'patchScale') {
    const scale = merged(scaleOf(object), seen.body);
    const faults = faultsOf('Scale', scale);
    if (faults.length > 0) return invalid(faults, around);
    const kept = cluster.put(plural, {
      ...object,
      spec: { ...object.spec, replicas: scale.spec.replicas ?? 0 },
    });
    return ok('Scale', scaleOf(kept));
  }
  const patched = merged(object, seen.body);
  const faults = faultsOf(operation.takes!, patched);
  return faults.length > 0 ? invalid(faults, around) : { status: 200, body: cluster.put(plural, patched) };
}

function invalid(faults: readonly string[], { violations }: Around): Answer {
  violations.push(...faults);
  return refusal(422, 'Invalid', faults.join('; '));
}

const missing = (plural: string, name: string) => refusal(404, 'NotFound', `${plural} "${name}" not found`);

function ok(kind: Parameters<typeof faultsOf>[0], body: unknown): Answer {
  const faults = faultsOf(kind, body);
  if (faults.length > 0) throw new Error(`the stand-in answers what cannot be: ${faults.join('; ')}`);
  return { status: 200, body };
}

/** Where every cluster says who passes requests on to extension servers. */
const frontProxyOf = ({ frontProxyCa = '' }: Cluster) => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap' },
  metadata: { name: 'extension-apiserver-authentication', namespace: 'kube-system' },
  data: {
    'requestheader-client-ca-file': frontProxyCa,
    'requestheader-allowed-names': '["front-proxy-client"]',
  },
});

const versionInfo = {
  ...{ major: '1', minor: '31', gitVersion: 'v1.31.0', gitCommit: 'a', gitTreeState: 'clean' },
  ...{ buildDate: '2024-08-13T07:00:00Z', goVersion: 'go1.22.5', compiler: 'gc', platform: 'linux/amd64' },
};

const listKinds: Readonly<Record<string, readonly [Parameters<typeof faultsOf>[0], string]>> = {
  pods: ['PodList', 'v1'],
  deployments: ['DeploymentList', 'apps/v1'],
  statefulsets: ['StatefulSetList', 'apps/v1'],
  horizontalpodautoscalers: ['HorizontalPodAutoscalerList', 'autoscaling/v2'],
};

/** A page of a list; what `continue` goes on with is the list as it was at the first page. */
function list(
  plural: string,
  all: readonly Any[],
  { query }: Seen,
  { cluster, pageSnapshots }: Around,
): Answer {
  const [kind, apiVersion] = listKinds[plural]!;
  const token = query.get('continue');
  const [id, from] = token ? token.split(':') : [String(cluster.version), '0'];
  const chosen = token
    ? pageSnapshots.get(id!)
    : all.filter((object) => isChosen(object, query.get('labelSelector')));
  if (!chosen) return refusal(410, 'Expired', 'The provided continue parameter is too old');
  const end = Number(from) + Number(query.get('limit') ?? 500);
  if (end < chosen.length) pageSnapshots.set(id!, chosen);
  return ok(kind, {
    ...{ apiVersion, kind },
    metadata: { resourceVersion: id, ...(end < chosen.length ? { continue: `${id}:${end}` } : {}) },
    items: chosen.slice(Number(from), end),
  });
}

function evict(cluster: Cluster, name: string, { deleteOptions }: Any): Answer {
  const pod = cluster.get('pods', name);
  if (!pod) return missing('pods', name);
  const uid = deleteOptions?.preconditions?.uid;
  if (uid !== undefined && uid !== pod.metadata.uid)
    return refusal(409, 'Conflict', `Precondition failed: UID in precondition: ${uid}`);
  if (!cluster.mayEvict(pod.metadata.labels.app))
    return refusal(
      429,
      'TooManyRequests',
      "Cannot evict pod as it would violate the pod's disruption budget.",
      {
        causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget needs more healthy pods' }],
      },
    );
  cluster.remove(name);
  return ok('Status', { apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Success', code: 201 });
}

function reviewed(body: Any, forbidden: ReadonlySet<string>): Answer {
  const { verb, resource, subresource } = body.spec.resourceAttributes;
  const allowed = !forbidden.has(`${verb} ${subresource ? `${resource}/${subresource}` : resource}`);
  return ok('SelfSubjectAccessReview', { ...body, status: { allowed } });
}

const scaleOf = ({ metadata, spec, status }: Any) => ({
  ...{ apiVersion: 'autoscaling/v1', kind: 'Scale' },
  metadata: { name: metadata.name, namespace: metadata.namespace, resourceVersion: metadata.resourceVersion },
  spec: { replicas: spec.replicas },
  status: { replicas: status?.replicas ?? 0, selector: `app=${metadata.name}` },
});

/** RFC 7396: null takes a key away. */
function merged(target: Any, patch: Any): Any {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result = {
    ...(typeof target === 'object' && target !== null && !Array.isArray(target) ? target : {}),
  };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

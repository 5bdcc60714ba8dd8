import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

type Json = Record<string, unknown>;

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly components: {
    readonly schemas: Json;
    readonly parameters: Readonly<Record<string, Json>>;
    readonly examples: Json;
  };
}

/** An answer in place of the usual one. */
interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
}

export interface GithubStandIn {
  readonly url: string;
  /** What the API holds now, as people see it. */
  readonly issues: Json[];
  /** Every request, e.g. `PATCH /repos/octo/shop/issues/1`. */
  readonly requests: string[];
  /** Answers the next requests so, one each; then as usual. */
  next(...refusals: Refusal[]): void;
  /** Answers all requests so. */
  always(refusal: Refusal | undefined): void;
  /** What did not fit the published schema, in requests and in its own answers. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

const list = '/repos/{owner}/{repo}/issues';
const one = '/repos/{owner}/{repo}/issues/{issue_number}';
const token = 'a-token';

/** GitHub's REST API for the issues of octo/shop: each request and each answer is held against the published OpenAPI document. */
export async function githubStandIn(): Promise<GithubStandIn> {
  loading ??= loadChecks();
  const checks = await loading;
  const issues: Json[] = [];
  const [requests, faults]: [string[], string[]] = [[], []];
  let queue: Refusal[] = [];
  let standing: Refusal | undefined;
  const server = createServer((request, response) => {
    serveOne(request, response).catch((error: Error) => {
      faults.push(error.message);
      answer(response, 500, { message: error.message });
    });
  });
  const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function serveOne(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', base());
    requests.push(`${request.method} ${url.pathname}`);
    const body = await bodyOf(request);
    faults.push(...checks.faultsOf(request, url, body));
    const refusal = queue.shift() ?? standing;
    if (refusal)
      return answer(response, refusal.status, { message: refusal.message ?? 'no' }, refusal.headers);
    const done = await handle(request.method ?? '', url, body);
    faults.push(...checks.answerFaults(done.status, request.method ?? '', url, done.body));
    answer(response, done.status, done.body, done.headers);
  }

  async function handle(method: string, { pathname, searchParams }: URL, body: Json) {
    const number = Number(/\/issues\/(\d+)$/.exec(pathname)?.[1]);
    if (method === 'GET') return pageOf(searchParams);
    if (method === 'POST') {
      const made = checks.issue(issues.length + 1, body, base());
      issues.push(made);
      return { status: 201, body: made, headers: {} };
    }
    const found = issues.find((issue) => issue.number === number);
    if (!found)
      return {
        status: 404,
        body: { message: 'Not Found', documentation_url: 'x', status: '404' },
        headers: {},
      };
    Object.assign(found, checks.issue(number, { ...plain(found), ...body }, base()));
    return { status: 200, body: found, headers: {} };
  }

  function pageOf(query: URLSearchParams) {
    const label = query.get('labels');
    const perPage = Number(query.get('per_page') ?? 30);
    const page = Number(query.get('page') ?? 1);
    const matching = issues.filter((issue) =>
      (issue.labels as { name: string }[]).some(({ name }) => name === label),
    );
    const next = new URL(`${base()}${list.replace('{owner}/{repo}', 'octo/shop')}?${query}`);
    next.searchParams.set('page', String(page + 1));
    const isLast = matching.length <= page * perPage;
    const link = `<${next}>; rel="next", <${next}>; rel="last"`;
    const items = matching.slice((page - 1) * perPage, page * perPage);
    return { status: 200, body: items, headers: isLast ? {} : { link } };
  }

  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  return {
    ...{ url: base(), issues, requests, faults },
    next: (...refusals) => {
      queue = refusals;
    },
    always: (refusal) => {
      standing = refusal;
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

let loading: ReturnType<typeof loadChecks> | undefined;

async function loadChecks() {
  const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json');
  const document = JSON.parse(await readFile(file, 'utf8'), nullableAsUnion) as Document;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  (addFormats as unknown as (to: Ajv) => void)(ajv);
  ajv.addSchema({ $id: 'github', components: document.components });
  const compiled = new Map<unknown, ValidateFunction>();
  const compile = (schema: unknown): ValidateFunction => {
    const known =
      compiled.get(schema) ??
      ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"github#/components')));
    compiled.set(schema, known);
    return known;
  };
  const operation = (path: string, method: string) => document.paths[path]?.[method.toLowerCase()];
  const schemaOf = (part: unknown) =>
    (part as { content?: Record<string, { schema: unknown }> })?.content?.['application/json']?.schema;
  const example = (document.components.examples.issue as { value: Json }).value;
  const user = example.user as Json;

  return {
    /** An issue as GitHub answers it: the published example, with what was asked for. */
    issue(number: number, { title, body, labels, assignees, state, state_reason }: Json, base: string): Json {
      const names = (labels ?? []) as string[];
      const logins = (assignees ?? []) as string[];
      const { pull_request: _, ...usual } = example;
      return {
        ...usual,
        ...{
          id: number,
          number,
          title,
          body: body ?? null,
          state: state ?? 'open',
          state_reason: state_reason ?? null,
        },
        html_url: `${base}/octo/shop/issues/${number}`,
        labels: names.map((name, id) => ({
          id,
          node_id: 'x',
          url: `${base}/l`,
          name,
          description: '',
          color: 'f29513',
          default: false,
        })),
        assignees: logins.map((login) => ({ ...user, login })),
        assignee: logins[0] ? { ...user, login: logins[0] } : null,
      };
    },
    faultsOf({ method = '', headers }: IncomingMessage, url: URL, body: Json): string[] {
      const path = pathOf(url);
      const known = operation(path, method);
      if (!known) return [`${method} ${url.pathname} is not in the document`];
      const where = `${method} ${path}`;
      const allowed = ((known.parameters ?? []) as Json[]).map((parameter) => {
        const [, name] = /^#\/components\/parameters\/(.+)$/.exec(String(parameter.$ref ?? '')) ?? [];
        return name ? document.components.parameters[name]! : parameter;
      });
      const names = new Set(allowed.filter((one) => one.in === 'query').map((one) => one.name));
      return [
        ...[...url.searchParams.keys()]
          .filter((name) => !names.has(name))
          .map((name) => `${where}: ?${name}`),
        ...(method === 'GET' ? [] : errorsOf(compile(schemaOf(known.requestBody)), body, where)),
        ...(headers.authorization === `Bearer ${token}` ? [] : [`${where}: no token`]),
        ...(headers['user-agent'] ? [] : [`${where}: no user agent`]),
        ...(headers['x-github-api-version'] === '2022-11-28' ? [] : [`${where}: no version`]),
      ];
    },
    answerFaults(status: number, method: string, url: URL, body: unknown): string[] {
      const responses = operation(pathOf(url), method)?.responses as Record<string, unknown> | undefined;
      const schema = schemaOf(responses?.[String(status)]);
      return schema ? errorsOf(compile(schema), body, `answer to ${method} ${url.pathname}`) : [];
    },
  };
}

/** OpenAPI 3.0 lets anything be nullable; JSON Schema asks for a type beside it, and for null among the values of an enum. */
function nullableAsUnion(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('nullable' in value)) return value;
  const { nullable, ...rest } = value as Json;
  if (nullable !== true) return value;
  const values = Array.isArray(rest.enum) ? { enum: [...rest.enum, null] } : {};
  return 'type' in value ? { ...value, ...values } : { anyOf: [rest, { type: 'null' }] };
}

const plain = ({ title, body, labels, assignees, state, state_reason }: Json): Json => ({
  ...{ title, body, state, state_reason },
  labels: (labels as { name: string }[]).map(({ name }) => name),
  assignees: (assignees as { login: string }[]).map(({ login }) => login),
});

function pathOf({ pathname }: URL): string {
  if (/^\/repos\/octo\/shop\/issues$/.test(pathname)) return list;
  return /^\/repos\/octo\/shop\/issues\/\d+$/.test(pathname) ? one : pathname;
}

function errorsOf(validate: ValidateFunction, value: unknown, where: string): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${where} ${instancePath}: ${message}`);
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? {} : (JSON.parse(text) as Json);
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

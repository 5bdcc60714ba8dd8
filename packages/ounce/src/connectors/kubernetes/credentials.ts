import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { OunceError } from '@ounce/core';
import { parse } from 'yaml';
import { z } from 'zod';
import type { KubernetesAccess } from './access.ts';

const account = '/var/run/secrets/kubernetes.io/serviceaccount';

export interface AccessChoice {
  /** Path of a kubeconfig; without one: the pod's own account, else $KUBECONFIG, else ~/.kube/config. */
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}

/**
 * Finds the way into a cluster.
 *
 * @throws OunceError OUNCE_E_PLATFORM when there is none, or it cannot be used
 */
export function findAccess(
  { kubeconfig, context }: AccessChoice,
  env: NodeJS.ProcessEnv = process.env,
  accountFolder = account,
): KubernetesAccess {
  if (!kubeconfig && !context) {
    const own = inCluster(env, accountFolder);
    if (own) return own;
  }
  // $KUBECONFIG may list several files; the first is taken.
  const path = kubeconfig ?? env.KUBECONFIG?.split(':')[0] ?? join(homedir(), '.kube', 'config');
  return fromKubeconfig(path, context);
}

/** The service account of the pod that this program runs in; undefined outside a cluster. */
function inCluster(env: NodeJS.ProcessEnv, folder: string): KubernetesAccess | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  if (!host) return undefined;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    server: `https://${name}:${port}`,
    token: () => readText(join(folder, 'token')).trim(),
    ca: readText(join(folder, 'ca.crt')),
    namespace: readText(join(folder, 'namespace')).trim(),
  };
}

const contextSchema = z.object({ cluster: z.string(), user: z.string(), namespace: z.string().optional() });
const clusterSchema = z.object({
  server: z.url({ protocol: /^https?$/ }),
  'certificate-authority': z.string().optional(),
  'certificate-authority-data': z.string().optional(),
  'tls-server-name': z.string().optional(),
  'insecure-skip-tls-verify': z.boolean().optional(),
  'proxy-url': z.string().optional(),
});
const userSchema = z.object({
  token: z.string().optional(),
  tokenFile: z.string().optional(),
  'client-certificate': z.string().optional(),
  'client-certificate-data': z.string().optional(),
  'client-key': z.string().optional(),
  'client-key-data': z.string().optional(),
  exec: z.unknown().optional(),
  'auth-provider': z.unknown().optional(),
});
const kubeconfigSchema = z.object({
  'current-context': z.string().optional(),
  contexts: z.array(z.object({ name: z.string(), context: contextSchema })).default([]),
  clusters: z.array(z.object({ name: z.string(), cluster: clusterSchema })).default([]),
  users: z.array(z.object({ name: z.string(), user: userSchema.default({}) })).default([]),
});

/** A context of a kubeconfig file: tokens and client certificates, inline or in files. Plugins are not run. */
function fromKubeconfig(path: string, wanted?: string): KubernetesAccess {
  const config = readKubeconfig(path);
  const { context } = pick(path, 'context', config.contexts, wanted ?? config['current-context']);
  const { cluster } = pick(path, 'cluster', config.clusters, context.cluster);
  const { user } = pick(path, 'user', config.users, context.user);
  if (user.exec || user['auth-provider'])
    throw unusable(`the user "${context.user}" signs in through a plugin, and those are not run`);
  if (cluster['proxy-url']) throw unusable(`the cluster "${context.cluster}" is behind a proxy`);
  const pem = (data: string | undefined, file: string | undefined): string | undefined =>
    data ? Buffer.from(data, 'base64').toString() : file && readText(resolve(dirname(path), file));
  const ca = pem(cluster['certificate-authority-data'], cluster['certificate-authority']);
  const cert = pem(user['client-certificate-data'], user['client-certificate']);
  const key = pem(user['client-key-data'], user['client-key']);
  const { tokenFile } = user;
  const readToken = tokenFile ? () => readText(resolve(dirname(path), tokenFile)).trim() : () => user.token!;
  return {
    server: cluster.server,
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
    ...(tokenFile || user.token ? { token: readToken } : {}),
    ...(cluster['tls-server-name'] ? { serverName: cluster['tls-server-name'] } : {}),
    ...(cluster['insecure-skip-tls-verify'] ? { unverified: true } : {}),
    ...(context.namespace ? { namespace: context.namespace } : {}),
  };

  function unusable(why: string): OunceError {
    return new OunceError('OUNCE_E_PLATFORM', `${path} cannot be used: ${why}.`, {
      mend: 'Use a service account’s token or a client certificate, and an address that is reached directly.',
    });
  }
}

function readKubeconfig(path: string): z.output<typeof kubeconfigSchema> {
  const text = readText(path);
  try {
    return kubeconfigSchema.parse(parse(text));
  } catch (cause) {
    throw new OunceError('OUNCE_E_PLATFORM', `${path} is not a kubeconfig: ${(cause as Error).message}`, {
      cause,
      mend: 'Compare it with `kubectl config view`.',
    });
  }
}

function pick<Entry extends { readonly name: string }>(
  path: string,
  kind: string,
  entries: readonly Entry[],
  name: string | undefined,
): Entry {
  const found = entries.find((entry) => entry.name === name);
  if (found) return found;
  const known = entries.map((entry) => entry.name).join(', ') || 'none';
  throw new OunceError('OUNCE_E_PLATFORM', `${path} has no ${kind} "${name ?? ''}"; it has: ${known}.`, {
    mend: 'Set connectors.kubernetes.context to one that is there.',
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new OunceError('OUNCE_E_PLATFORM', `${path} cannot be read: ${(cause as Error).message}`, {
      cause,
      mend: 'Run inside the cluster, or set connectors.kubernetes.kubeconfig.',
    });
  }
}

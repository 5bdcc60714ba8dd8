import { OunceError } from '@ounce/core';
import { z } from 'zod';
import type { Clock } from '../../ports/index.ts';
import type { KubernetesAccess } from './access.ts';
import { kubernetesClient } from './client.ts';

/** Whom an extension API server has to believe: the API server that passes requests on. */
export interface FrontProxy {
  readonly clientCa: string;
  readonly allowedNames: readonly string[];
}

const path = '/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication';
const configMap = z.object({ data: z.record(z.string(), z.string()).default({}) });

/** Reads it where every cluster keeps it. The right to is the Role `extension-apiserver-authentication-reader`. */
export async function readFrontProxy(
  { access, clock, timeoutMs }: { access: KubernetesAccess; clock: Clock; timeoutMs: number },
  signal: AbortSignal,
): Promise<FrontProxy> {
  const client = kubernetesClient({ access, clock, timeoutMs });
  try {
    const { data } = await client.call({ method: 'GET', path }, configMap, signal);
    const clientCa = data['requestheader-client-ca-file'];
    if (!clientCa)
      throw new OunceError(
        'OUNCE_E_PLATFORM',
        'The cluster has no aggregation layer (no requestheader-client-ca-file).',
        {
          mend: 'Enable it, or set connectors.externalMetrics.clientCa.',
        },
      );
    return {
      clientCa,
      allowedNames: z.array(z.string()).parse(JSON.parse(data['requestheader-allowed-names'] ?? '[]')),
    };
  } finally {
    client.close();
  }
}

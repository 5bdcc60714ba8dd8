import type { Clock } from '../../ports/index.ts';
import type { KubernetesAccess } from './access.ts';
import { kubernetesClient } from './client.ts';
import { anything } from './objects.ts';
import { refusedBecause, statusOf } from './refusal.ts';

/** An object of a namespace, as a manifest has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
}

interface ApplyOptions {
  readonly access: KubernetesAccess;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Of the kind, as paths have it, e.g. `scaledobjects`. */
  readonly plural: string;
}

/**
 * Makes or changes an object by server-side apply, as the field manager `ounce`. Fields that somebody else has set are not
 * taken over: then it is refused, and says whose they are.
 */
export async function applyManifest(
  manifest: Manifest,
  { access, clock, timeoutMs, plural }: ApplyOptions,
  signal: AbortSignal,
): Promise<void> {
  const { apiVersion, kind, metadata } = manifest;
  const place = `namespaces/${encodeURIComponent(metadata.namespace)}/${plural}/${encodeURIComponent(metadata.name)}`;
  const path = `/apis/${apiVersion}/${place}?fieldManager=ounce&fieldValidation=Strict`;
  const client = kubernetesClient({ access, clock, timeoutMs });
  try {
    await client.call({ method: 'PATCH', path, body: manifest, isApply: true }, anything, signal);
  } catch (error) {
    if (statusOf(error) === 409)
      throw refusedBecause(
        error,
        `${kind} ${metadata.name} is partly somebody else's; remove it, or apply the manifest by hand.`,
      );
    if (statusOf(error) === 404)
      throw refusedBecause(
        error,
        `This cluster knows no ${kind} (${apiVersion}): install what carries it out.`,
      );
    throw error;
  } finally {
    client.close();
  }
}

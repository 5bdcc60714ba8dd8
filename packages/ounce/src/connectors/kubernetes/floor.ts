import type { Autoscaler } from './objects.ts';

/** Where Ounce remembers, on the autoscaler itself, what its owner's `minReplicas` is, and what it has set in its place. */
const ownAnnotation = 'ounce.dev/own-min-replicas';
const setAnnotation = 'ounce.dev/set-min-replicas';

/** How an autoscaler's replicas are bounded. */
export interface Floor {
  /** `minReplicas` as it stands. */
  readonly current: number;
  /** `minReplicas` as the autoscaler's owner wants it. Ounce never goes below. */
  readonly own: number;
  /** `maxReplicas`. Ounce never goes above. */
  readonly most: number;
}

export function floorOf({ metadata, spec }: Autoscaler): Floor {
  const own = wholeOf(metadata.annotations[ownAnnotation]);
  const set = wholeOf(metadata.annotations[setAnnotation]);
  // Whoever has changed it since (a person, or a manifest that was applied again) is its owner.
  const isOurs = own !== undefined && set === spec.minReplicas;
  return { current: spec.minReplicas, own: isOurs ? own : spec.minReplicas, most: spec.maxReplicas };
}

/** The floor that an order for `replicas` asks for, as far as the autoscaler's owner allows. */
export const floorFor = (replicas: number, { own, most }: Floor): number =>
  Math.max(Math.min(own, most), Math.min(replicas, most));

/**
 * The merge patch that carries an order out; undefined when the floor stands already. Back at the owner's own floor, the
 * annotations go. The resource version makes the server refuse it when somebody else was faster.
 */
export function floorPatch(autoscaler: Autoscaler, replicas: number): object | undefined {
  const { metadata } = autoscaler;
  const floor = floorOf(autoscaler);
  const wanted = floorFor(replicas, floor);
  const isNoted = ownAnnotation in metadata.annotations || setAnnotation in metadata.annotations;
  const isOwn = wanted === floor.own;
  if (wanted === floor.current && (!isOwn || !isNoted)) return undefined;
  return {
    metadata: {
      resourceVersion: metadata.resourceVersion,
      annotations: {
        [ownAnnotation]: isOwn ? null : String(floor.own),
        [setAnnotation]: isOwn ? null : String(wanted),
      },
    },
    spec: { minReplicas: wanted },
  };
}

/** KEDA writes `minReplicas` of its autoscalers anew from the scaled object: whatever is set there does not stay. */
export const isKedas = ({ metadata }: Autoscaler): boolean =>
  metadata.ownerReferences.some(({ kind }) => kind === 'ScaledObject');

function wholeOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

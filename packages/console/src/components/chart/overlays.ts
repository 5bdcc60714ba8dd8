/** What lies over and under the lines of a chart. */
export interface Overlays {
  readonly nowMs: number;
  readonly limits: readonly {
    readonly value: number;
    readonly label: string;
    readonly colour: 'bad' | 'good' | 'desired';
  }[];
  readonly windows: readonly { readonly fromMs: number; readonly toMs: number; readonly label: string }[];
  /** What the windows are, in the legend; drills when absent. */
  readonly windowsLabel?: string;
  readonly markers: readonly Marker[];
}

export interface Marker {
  readonly atMs: number;
  readonly shape: 'out' | 'in' | 'held' | 'failed';
  readonly says: string;
}

/** More sentences than these would cover the picture that they explain. */
const toldAtMost = 2;

/** The markers that are pointed at, the nearest first. */
export function markersNear(markers: readonly Marker[], atMs: number, reachMs: number): Marker[] {
  const distance = (marker: Marker) => Math.abs(marker.atMs - atMs);
  return markers
    .filter((marker) => distance(marker) <= reachMs)
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, toldAtMost);
}

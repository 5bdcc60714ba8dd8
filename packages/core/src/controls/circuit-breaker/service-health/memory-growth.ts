import type { InstanceHealth } from '../../../model/health.ts';

/** Fewer readings, or a shorter time, tell a leak from a warm-up no better than chance. */
const fewestReadings = 8;
const shortestMs = 180_000;
/** The share of pairs of readings that must have grown: a saw-tooth of collections has about half. */
const growingShare = 0.8;

export interface MemoryGrowth {
  readonly bytesPerMinute: number;
  readonly usedBytes: number;
  readonly limitBytes: number;
  readonly exhaustedInMs: number;
}

/**
 * When an instance's memory will be used up, by the median of the slopes between all pairs of readings (Theil 1950,
 * Sen 1968): a garbage collection or one large request does not move it. Undefined while memory does not surely grow.
 */
export function memoryGrowth({ memory, memoryLimitBytes }: InstanceHealth): MemoryGrowth | undefined {
  if (!memory || memoryLimitBytes === undefined || !(memoryLimitBytes > 0)) return undefined;
  const { timesMs, values } = memory;
  const count = timesMs.length;
  if (count < fewestReadings || timesMs[count - 1]! - timesMs[0]! < shortestMs) return undefined;
  const slopes: number[] = [];
  let growing = 0;
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) {
      const slope = (values[j]! - values[i]!) / (timesMs[j]! - timesMs[i]!);
      if (!Number.isFinite(slope)) continue;
      slopes.push(slope);
      if (slope > 0) growing++;
    }
  if (slopes.length === 0 || growing / slopes.length < growingShare) return undefined;
  slopes.sort((a, b) => a - b);
  const slope = slopes[Math.floor((slopes.length - 1) / 2)]!;
  const usedBytes = values[count - 1]!;
  const left = memoryLimitBytes - usedBytes;
  if (!(slope > 0)) return undefined;
  return {
    bytesPerMinute: slope * 60_000,
    usedBytes,
    limitBytes: memoryLimitBytes,
    exhaustedInMs: Math.max(0, left / slope),
  };
}

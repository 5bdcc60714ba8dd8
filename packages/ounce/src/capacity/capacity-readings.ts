import type { CapacityReading, ServiceRef, SignalName } from '@ounce/core';
import type { History, Span } from '../history/index.ts';

const minuteMs = 60_000;

type Column = SignalName | 'readyReplicas';

/**
 * Readings by the minute: the means of throughput, replicas, queue and latency where all that is there fits together. A minute
 * without throughput or without replicas says nothing and is left out.
 */
export function capacityReadings(
  history: Pick<History, 'readings'>,
  of: ServiceRef,
  span: Span,
): CapacityReading[] {
  const column = (series: Column) => byMinute(history.readings({ ...of, series }, span));
  const ready = column('readyReplicas');
  if (ready.size === 0) return [];
  const [served, queue, latency] = [column('serviceRate'), column('queueDepth'), column('latencyP95Ms')];
  const used = column('utilisation');
  // Where nothing waits in a queue, what comes in is what gets done.
  const throughputs = served.size > 0 ? served : queue.size === 0 ? column('arrivalRate') : served;
  return [...throughputs].flatMap(([minute, throughput]) => {
    const readyReplicas = ready.get(minute);
    if (readyReplicas === undefined) return [];
    const [queueDepth, latencyMs] = [queue.get(minute), latency.get(minute)];
    const utilisation = used.get(minute);
    return [
      {
        throughput,
        readyReplicas,
        ...(queueDepth === undefined ? {} : { queueDepth }),
        ...(latencyMs === undefined ? {} : { latencyMs }),
        ...(utilisation === undefined ? {} : { utilisation }),
      },
    ];
  });
}

function byMinute({ timesMs, values }: ReturnType<History['readings']>): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  for (let i = 0; i < timesMs.length; i++) {
    const minute = Math.floor(timesMs[i]! / minuteMs);
    const found = sums.get(minute) ?? { sum: 0, count: 0 };
    found.sum += values[i]!;
    found.count++;
    sums.set(minute, found);
  }
  return new Map([...sums].map(([minute, { sum, count }]) => [minute, sum / count]));
}

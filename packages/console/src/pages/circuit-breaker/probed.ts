import type { ServiceHealthView } from '../../api/types.ts';

export type ProbedInstance = ServiceHealthView['instances'][number] & { readonly service: string };

/** Instances whose newest probes have failed; the longest failing first. */
export function failingInstances(services: readonly ServiceHealthView[]): ProbedInstance[] {
  return services
    .flatMap(({ service, instances }) => instances.map((instance) => ({ ...instance, service })))
    .filter(({ failuresInRow }) => failuresInRow > 0)
    .sort((a, b) => b.failuresInRow - a.failuresInRow);
}

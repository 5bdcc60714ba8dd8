import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLive } from './live.tsx';
import { keys } from './queries.ts';

/** Reads the lists anew as soon as the live state says that they have changed, instead of at their next turn. */
export function useFollowExperiment(): void {
  const client = useQueryClient();
  const { latest } = useLive();
  const experiment = latest?.state.experiment;
  const experimentStep = experiment && `${experiment.id} ${experiment.phase} ${experiment.verdict?.kind}`;
  const incidents = latest?.state.openIncidents
    .map(({ id, mitigatedAtMs }) => `${id} ${mitigatedAtMs}`)
    .join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the step is what is followed
  useEffect(() => {
    void client.invalidateQueries({ queryKey: keys.experiments });
  }, [client, experimentStep]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the open incidents are what is followed
  useEffect(() => {
    void client.invalidateQueries({ queryKey: keys.incidents });
  }, [client, incidents]);
}

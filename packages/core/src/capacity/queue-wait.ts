/**
 * The mean wait in front of `servers` alike, in seconds, when arrivals come at random and pieces of work differ as an exponential
 * distribution does: `ρ^(√(2(c+1)) − 1) / (c μ (1 − ρ))`. Infinity where more comes than can be done.
 *
 * @see H. Sakasegawa, An approximation formula L_q ≃ α·ρ^β/(1−ρ), Annals of the Institute of Statistical Mathematics 29 (1977)
 */
export function meanWaitSeconds(arrivals: number, servers: number, perServer: number): number {
  const use = arrivals / (servers * perServer);
  if (!(use < 1)) return Number.POSITIVE_INFINITY;
  return use ** (Math.sqrt(2 * (servers + 1)) - 1) / (servers * perServer * (1 - use));
}

/** The fewest replicas that carry `arrivals` a second; with `waitMs`, the fewest in front of which nothing waits longer on average. */
export function replicasForWait(arrivals: number, perReplica: number, waitMs?: number): number {
  let replicas = Math.ceil(arrivals / perReplica - 1e-9);
  if (waitMs === undefined || arrivals <= 0) return replicas;
  // One more than carries it bounds the wait by 1 / (c μ − λ): there is an end.
  while (meanWaitSeconds(arrivals, replicas, perReplica) * 1000 > waitMs) replicas++;
  return replicas;
}

/** The names of the columns; on narrow screens each number carries its own. */
export const columns = {
  replicas: 'Replicas',
  queueDepth: 'Queue depth',
  arrivalRate: 'Arrivals /s',
  serviceRate: 'Handled /s',
  errorRate: 'Errors',
  latencyP95Ms: 'p95',
  control: 'Control',
} as const;

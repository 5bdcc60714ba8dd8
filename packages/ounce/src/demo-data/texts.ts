/** What people wrote, by root cause: as short as reviews are when they are good. */
interface ReviewTexts {
  readonly contributing: string;
  readonly whyNotCaught: string;
  readonly resolution: string;
  readonly lesson: string;
}

const texts: Readonly<Record<string, ReviewTexts>> = {
  'no-predictive-scaling': {
    contributing: 'The scaler waited until the queue was deep; new replicas need 15 seconds to start.',
    whyNotCaught: 'The alert looks at the depth, which is late by design.',
    resolution: 'Scaled the consumer out by hand until the queue was drained.',
    lesson: 'Arrivals say minutes earlier what the depth will be.',
  },
  'capacity-planning-outdated': {
    contributing: 'The plan was a quarter old; a campaign had doubled the evening peak since.',
    whyNotCaught: 'Nobody compares the forecast with what is there.',
    resolution: 'Raised the number of consumers for the evening.',
    lesson: 'A plan that is not looked at daily is a wish.',
  },
  'auto-scaling-threshold-too-high': {
    contributing: 'The scaler began at 1,000 messages; customers notice 200.',
    whyNotCaught: 'The threshold was chosen for the old consumer.',
    resolution: 'Lowered the threshold and scaled out.',
    lesson: 'A threshold belongs to an objective, not to a machine.',
  },
  'downstream-service-unreliable': {
    contributing: 'The customer service restarted three times within ten minutes.',
    whyNotCaught: 'Its health endpoint answers before its cache is warm.',
    resolution: 'Held its restarts back until the cache was warm; the breaker closed by itself.',
    lesson: 'Ready means that the first call is served.',
  },
  'no-timeout-on-dependency-calls': {
    contributing: 'One call had no deadline and held its connection for a minute.',
    whyNotCaught: 'The audit does not run on that repository.',
    resolution: 'Gave the call a budget of 250 ms.',
    lesson: 'Every call out has a deadline, or it has all of ours.',
  },
  'slow-service-causing-cascades': {
    contributing: 'Retries of three callers made a slow service slower.',
    whyNotCaught: 'Each caller saw only its own retries.',
    resolution: 'Switched retries off for ten minutes.',
    lesson: 'Retries need a budget.',
  },
  'inefficient-queries': {
    contributing: 'A query without an index after the release of the morning.',
    whyNotCaught: 'The test database has a thousand rows.',
    resolution: 'Added the index concurrently.',
    lesson: 'Explain plans belong into the review of a change.',
  },
  'resource-contention': {
    contributing: 'The nightly export ran into the morning.',
    whyNotCaught: 'Nothing looks at how long it takes.',
    resolution: 'Stopped the export.',
    lesson: 'Batches get a window, and end with it.',
  },
  'gc-pauses': {
    contributing: 'The heap was nearly full since the last deploy.',
    whyNotCaught: 'There is no limit, and so no warning.',
    resolution: 'Restarted the instances one by one.',
    lesson: 'Memory that only grows is an incident in waiting.',
  },
  'deployment-bugs': {
    contributing: 'A release to everyone at once.',
    whyNotCaught: 'The test for that path was skipped.',
    resolution: 'Took the release back.',
    lesson: 'Five percent would have been enough to see it.',
  },
  'configuration-errors': {
    contributing: 'A feature flag was switched on for all clients.',
    whyNotCaught: 'Flags are not reviewed.',
    resolution: 'Switched the flag off.',
    lesson: 'A flag is a release.',
  },
  'dependency-failures': {
    contributing: 'The payment provider answered with errors for a while.',
    whyNotCaught: 'Its status page was green.',
    resolution: 'Served from the cache until the provider was back.',
    lesson: 'Their outage is ours, unless we plan for it.',
  },
  'single-points-of-failure': {
    contributing: 'The queue lived in one zone.',
    whyNotCaught: 'The drill had left the queue out.',
    resolution: 'Moved the traffic to the other region by hand.',
    lesson: 'A drill tests what it includes.',
  },
};

export function reviewTexts(rootCause: string): ReviewTexts {
  const found = texts[rootCause];
  if (found) return found;
  throw new Error(`Nobody has written about ${rootCause}.`);
}

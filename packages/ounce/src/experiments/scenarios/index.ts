import type { Scenario } from '@ounce/core';
import { crashService } from './crash-service.ts';
import { dependencyDown } from './dependency-down.ts';
import { queueBacklog } from './queue-backlog.ts';
import { timeoutService } from './timeout-service.ts';

/** The scenarios that ship with Ounce. */
export const builtInScenarios: readonly Scenario[] = [
  queueBacklog,
  timeoutService,
  crashService,
  dependencyDown,
];

import { type ChecklistItem, type Prevention, quarterOf, type RootCause } from '@ounce/core';
import { circuitBreaker } from './circuit-breaker.ts';
import { errorRate } from './error-rate.ts';
import { latency } from './latency.ts';
import { queueBacklog } from './queue-backlog.ts';
import { regionFailover } from './region-failover.ts';
import { roadmap2026, roadmapOnly } from './roadmap-2026.ts';
import { idOf, type RoadmapRow, type Strategy, type TypeCatalogue } from './strategy.ts';

const types: readonly TypeCatalogue[] = [queueBacklog, circuitBreaker, latency, errorRate, regionFailover];

/** A prevention of the starter catalogue; `says` is what its source says twice and differently. */
export interface StarterPrevention {
  readonly prevention: Prevention;
  readonly says?: string;
}

export const starterRootCauses: readonly RootCause[] = types.flatMap(({ incidentType, rootCauses }) =>
  rootCauses.map((title) => ({ id: idOf(title), version: 1, incidentType, title })),
);

export const starterPreventions: readonly StarterPrevention[] = [
  ...types.flatMap(({ incidentType, strategies }) =>
    strategies.map((strategy) => toPrevention(strategy, [incidentType])),
  ),
  ...roadmapOnly.map((strategy) => toPrevention(strategy, strategy.incidentTypes)),
];

function toPrevention(strategy: Strategy, incidentTypes: readonly string[]): StarterPrevention {
  const { id, title, kind, rootCauses, oldApproach, newApproach, owner, target } = strategy;
  const { expectedImpact, control, experiment, completed } = strategy;
  const [quarter, row] = rowOf(id);
  const status = row?.status ?? strategy.status;
  const prevention: Prevention = {
    ...{ id, version: 1, title, incidentTypes, rootCauses, kind, oldApproach, newApproach },
    ...(row && row.initiative !== title ? { initiative: row.initiative } : {}),
    owner: owner ?? '',
    priority: row?.priority ?? 'P1',
    ...(target ? { target } : {}),
    ...(quarter && quarter !== quarterOf(target ? { target } : {}) ? { quarter } : {}),
    status,
    checklist: strategy.checklist.map(toItem),
    ...(expectedImpact ? { expectedImpact } : {}),
    ...(control ? { control } : {}),
    ...(experiment ? { experiment } : {}),
    services: [],
    rollouts: [],
    ...(completed ? { completedAtMs: Date.parse(`${completed}T00:00:00Z`) } : {}),
  };
  if (status === strategy.status) return { prevention };
  const [inRoadmap, inSection] = [status, strategy.status].map((word) => word.replace('_', ' '));
  return {
    prevention,
    says: `Its section says ${inSection}, the roadmap ${inRoadmap}; the roadmap counts, because the ticks agree with it.`,
  };
}

function rowOf(id: string): readonly [string, RoadmapRow] | readonly [undefined, undefined] {
  for (const [quarter, rows] of Object.entries(roadmap2026)) {
    const row = rows.find((one) => one.id === id);
    if (row) return [quarter, row];
  }
  return [undefined, undefined];
}

function toItem(line: string): ChecklistItem {
  return { text: line.slice(4), done: line.startsWith('[x] ') };
}

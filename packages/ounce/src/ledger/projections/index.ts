import { createHash } from 'node:crypto';
import type { EventKind, JournalEvent } from '@ounce/core';
import type { Database } from '../database.ts';
import { projectActions } from './project-actions.ts';
import { projectBreakers } from './project-breakers.ts';
import { projectCapacity } from './project-capacity.ts';
import { projectCatalogue } from './project-catalogue.ts';
import { projectChanges } from './project-changes.ts';
import { projectControlDays } from './project-control-days.ts';
import { projectDeploys } from './project-deploys.ts';
import { projectExperiments } from './project-experiments.ts';
import { projectFreeze } from './project-freeze.ts';
import { projectGovernorRuns } from './project-governor-runs.ts';
import { projectGuardCoverage } from './project-guard-coverage.ts';
import { projectGuardSettings } from './project-guard-settings.ts';
import { projectImports } from './project-imports.ts';
import { projectIncidentSteps } from './project-incident-steps.ts';
import { projectIncidents } from './project-incidents.ts';
import { projectIssueLinks } from './project-issue-links.ts';
import { projectKnowledge } from './project-knowledge.ts';
import { projectModes } from './project-modes.ts';
import { projectNotes } from './project-notes.ts';
import { projectNotifications } from './project-notifications.ts';
import { projectPreventionReviews } from './project-prevention-reviews.ts';
import { projectPreventions } from './project-preventions.ts';
import { projectRecurrences } from './project-recurrences.ts';
import { projectReplays } from './project-replays.ts';
import { projectReports } from './project-reports.ts';
import { projectRestarts } from './project-restarts.ts';
import { projectReviews } from './project-reviews.ts';
import { projectTickets } from './project-tickets.ts';
import { projectTokens } from './project-tokens.ts';
import type { Projection } from './projection.ts';

const projections: readonly Projection[] = [
  projectIncidents,
  projectActions,
  projectControlDays,
  projectExperiments,
  projectModes,
  projectFreeze,
  projectGuardSettings,
  projectTokens,
  projectNotes,
  projectGuardCoverage,
  projectCatalogue,
  projectReviews,
  projectPreventions,
  projectIssueLinks,
  projectRecurrences,
  projectDeploys,
  projectReplays,
  projectKnowledge,
  projectReports,
  projectCapacity,
  projectImports,
  projectIncidentSteps,
  projectChanges,
  projectGovernorRuns,
  projectTickets,
  projectPreventionReviews,
  projectNotifications,
  projectBreakers,
  projectRestarts,
];

/** Raise it when a projection fills the same columns differently than before. */
const meaning = 1;

export const tablesSql = projections.map(({ tables }) => tables).join('\n');
export const indexStatements = projections.flatMap(({ indexes = [] }) => indexes);

/** Tables of another version are not migrated but made anew: the journal has everything. */
export const readModelVersion = createHash('sha256')
  .update(`${meaning}\n${tablesSql}\n${indexStatements.join('\n')}`)
  .digest('hex')
  .slice(0, 16);

type Handler = (db: Database, event: JournalEvent) => void;

const handlers = new Map<EventKind, Handler[]>();
for (const { on } of projections) {
  for (const [kind, handler] of Object.entries(on) as [EventKind, Handler][]) {
    handlers.set(kind, [...(handlers.get(kind) ?? []), handler]);
  }
}

/** Takes one event into all tables it concerns. Kinds that nobody asks for (also those of a later version) change nothing. */
export function project(db: Database, event: JournalEvent): void {
  for (const handle of handlers.get(event.kind) ?? []) handle(db, event);
}

import type { ActionsTable, ActionTotalsTable, GradesTable } from './projections/project-actions.ts';
import type { BreakerChangesTable } from './projections/project-breakers.ts';
import type {
  CapacityEventsTable,
  CapacityToldTable,
  LoadTestsTable,
} from './projections/project-capacity.ts';
import type { RootCausesTable, TargetsTable } from './projections/project-catalogue.ts';
import type { ChangesTable } from './projections/project-changes.ts';
import type { ControlDaysTable } from './projections/project-control-days.ts';
import type { DeploysTable } from './projections/project-deploys.ts';
import type { ExperimentFaultsTable, ExperimentsTable } from './projections/project-experiments.ts';
import type { FreezeTable } from './projections/project-freeze.ts';
import type { GovernorRunsTable } from './projections/project-governor-runs.ts';
import type { GuardCoverageTable } from './projections/project-guard-coverage.ts';
import type { GuardSettingsTable } from './projections/project-guard-settings.ts';
import type { ImportsTable } from './projections/project-imports.ts';
import type { IncidentStepsTable } from './projections/project-incident-steps.ts';
import type { IncidentsTable } from './projections/project-incidents.ts';
import type { IssueLinksTable } from './projections/project-issue-links.ts';
import type {
  KnowledgeGapsTable,
  KnowledgeIncidentsTable,
  KnowledgeNamesTable,
} from './projections/project-knowledge.ts';
import type { ModesTable } from './projections/project-modes.ts';
import type { NotesTable } from './projections/project-notes.ts';
import type { NotificationsTable } from './projections/project-notifications.ts';
import type { PreventionReviewsTable } from './projections/project-prevention-reviews.ts';
import type {
  PreventionHistoryTable,
  PreventionLinksTable,
  PreventionsTable,
} from './projections/project-preventions.ts';
import type { RecurrencesTable } from './projections/project-recurrences.ts';
import type { ReplaysTable } from './projections/project-replays.ts';
import type { ReportsTable } from './projections/project-reports.ts';
import type { RestartsTable } from './projections/project-restarts.ts';
import type { ReviewRemindersTable, ReviewsTable } from './projections/project-reviews.ts';
import type { TicketsTable } from './projections/project-tickets.ts';
import type { TokensTable } from './projections/project-tokens.ts';
import type { RollupsTable } from './rollups.ts';

/** The columns of all tables, for typed queries. Each table is described beside the code that fills it. */
export interface Tables {
  /** One row: the newest event the tables have seen, and the version of the tables. */
  position: { seq: number; hash: string; version: string };
  /** Events that no table could take in; kept so that they are counted, not hidden. */
  skipped: { seq: number; kind: string; error: string };
  incidents: IncidentsTable;
  actions: ActionsTable;
  action_totals: ActionTotalsTable;
  grades: GradesTable;
  control_days: ControlDaysTable;
  experiments: ExperimentsTable;
  experiment_faults: ExperimentFaultsTable;
  issue_links: IssueLinksTable;
  modes: ModesTable;
  freeze: FreezeTable;
  guard_settings: GuardSettingsTable;
  tokens: TokensTable;
  notes: NotesTable;
  guard_coverage: GuardCoverageTable;
  root_causes: RootCausesTable;
  targets: TargetsTable;
  reviews: ReviewsTable;
  review_reminders: ReviewRemindersTable;
  preventions: PreventionsTable;
  prevention_links: PreventionLinksTable;
  prevention_history: PreventionHistoryTable;
  recurrences: RecurrencesTable;
  deploys: DeploysTable;
  replays: ReplaysTable;
  reports: ReportsTable;
  knowledge_incidents: KnowledgeIncidentsTable;
  knowledge_names: KnowledgeNamesTable;
  knowledge_gaps: KnowledgeGapsTable;
  capacity_told: CapacityToldTable;
  load_tests: LoadTestsTable;
  capacity_events: CapacityEventsTable;
  imports: ImportsTable;
  incident_steps: IncidentStepsTable;
  changes: ChangesTable;
  governor_runs: GovernorRunsTable;
  tickets: TicketsTable;
  prevention_reviews: PreventionReviewsTable;
  notifications: NotificationsTable;
  breaker_changes: BreakerChangesTable;
  restarts: RestartsTable;
  rollups: RollupsTable;
}

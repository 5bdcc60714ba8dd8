import type { ReadModel } from '../read-model.ts';
import type { LedgerQueries } from '../records.ts';
import { actions } from './actions.ts';
import { breakerChanges, restarts, warnings } from './breakers.ts';
import { announcedEvents, capacityTold, capacityTolds, loadTests } from './capacity.ts';
import { controlDays, freeze, mode, modes, replayOf } from './control-state.ts';
import { counts } from './counts.ts';
import { experiment, experiments } from './experiments.ts';
import { guardCoverage } from './guard-coverage.ts';
import { guardSettings } from './guard-settings.ts';
import { imports } from './imports.ts';
import { governorRuns, incidentFact, incidentFacts } from './incident-facts.ts';
import { incidentSteps } from './incident-steps.ts';
import { incident, incidentByExternalId, incidentCount, incidents, openIncidents } from './incidents.ts';
import { issueLinks } from './issue-links.ts';
import { knowledge, knowledgeGaps, similarIncidents } from './knowledge.ts';
import { notes } from './notes.ts';
import {
  completedPreventions,
  notification,
  notificationsOf,
  preventionReviews,
  ticketCounts,
} from './prevention-effects.ts';
import {
  prevention,
  preventionHistory,
  preventions,
  rootCause,
  rootCauses,
  target,
  targets,
} from './preventions.ts';
import { deploys, recurrence, recurrences } from './recurrences.ts';
import { preventionChanges, report, reports } from './reports.ts';
import { overdueCount, overdueReviews, review, reviewOf, reviews } from './reviews.ts';
import { roadmap, roadmapQuarters, targetSlips } from './roadmap.ts';
import { solutionPatterns } from './solution-patterns.ts';
import { timeline } from './timeline.ts';
import { tokenByHash, tokens } from './tokens.ts';

/** Asks for the model at each call: a rebuild puts another one in its place. */
export function createQueries(model: () => ReadModel): LedgerQueries {
  const db = () => model().database;
  return {
    head: () => model().head,
    openIncidents: (of) => openIncidents(db(), of),
    incidents: (filter) => incidents(db(), filter),
    incident: (id) => incident(db(), id),
    actions: (filter) => actions(db(), filter),
    experiments: (filter) => experiments(db(), filter),
    experiment: (id) => experiment(db(), id),
    modes: () => modes(db()),
    mode: (control, of) => mode(db(), control, of),
    freeze: () => freeze(db()),
    guardSettings: (service) => guardSettings(db(), service),
    tokens: () => tokens(db()),
    tokenByHash: (sha256) => tokenByHash(db(), sha256),
    notes: (filter) => notes(db(), filter),
    reports: (of) => reports(db(), of),
    report: (id) => report(db(), id),
    preventionChanges: (of) => preventionChanges(db(), of),
    knowledge: (asked) => knowledge(db(), asked),
    knowledgeGaps: () => knowledgeGaps(db()),
    similarIncidents: (id, limit) => similarIncidents(db(), id, limit),
    solutionPatterns: (nowMs) => solutionPatterns(db(), nowMs),
    capacityTold: (of) => capacityTold(db(), of),
    capacityTolds: () => capacityTolds(db()),
    loadTests: (of) => loadTests(db(), of),
    announcedEvents: () => announcedEvents(db()),
    replayOf: (control, of) => replayOf(db(), control, of),
    controlDays: (filter) => controlDays(db(), filter),
    guardCoverage: () => guardCoverage(db()),
    breakerChanges: (filter) => breakerChanges(db(), filter),
    restarts: (filter) => restarts(db(), filter),
    warnings: (limit) => warnings(db(), limit),
    counts: () => counts(db()),
    incidentByExternalId: (source, externalId) => incidentByExternalId(db(), source, externalId),
    review: (id) => review(db(), id),
    reviewOf: (incidentId) => reviewOf(db(), incidentId),
    reviews: (filter) => reviews(db(), filter),
    overdueReviews: (filter) => overdueReviews(db(), filter),
    overdueCount: (filter) => overdueCount(db(), filter),
    rootCauses: (of) => rootCauses(db(), of),
    rootCause: (id) => rootCause(db(), id),
    targets: () => targets(db()),
    target: (id) => target(db(), id),
    preventions: (filter) => preventions(db(), filter),
    prevention: (id) => prevention(db(), id),
    preventionHistory: (id) => preventionHistory(db(), id),
    roadmap: (filter) => roadmap(db(), filter),
    issueLinks: () => issueLinks(db()),
    roadmapQuarters: () => roadmapQuarters(db()),
    targetSlips: (ids) => targetSlips(db(), ids),
    recurrences: (filter) => recurrences(db(), filter),
    recurrence: (id) => recurrence(db(), id),
    deploys: (of) => deploys(db(), of),
    incidentFacts: (of) => incidentFacts(db(), of),
    incidentFact: (id) => incidentFact(db(), id),
    governorRuns: () => governorRuns(db()),
    ticketCounts: () => ticketCounts(db()),
    completedPreventions: (filter) => completedPreventions(db(), filter),
    preventionReviews: (of) => preventionReviews(db(), of),
    notification: (id, channel) => notification(db(), id, channel),
    notificationsOf: (id) => notificationsOf(db(), id),
    imports: (of) => imports(db(), of),
    incidentCount: (filter) => incidentCount(db(), filter),
    incidentSteps: (incidentId) => incidentSteps(db(), incidentId),
    timeline: (asked) => timeline(db(), asked),
  };
}

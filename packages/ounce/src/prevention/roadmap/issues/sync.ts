import { type IssueFields, type IssueLink, isOunceError, type Prevention } from '@ounce/core';
import type { Ledger, PreventionRecord } from '../../../ledger/index.ts';
import type { Clock, Issue, IssueTracker } from '../../../ports/index.ts';
import { idOf } from '../../catalogue/index.ts';
import type { PreventionChanges, Preventions } from '../../preventions/index.ts';
import { wholeRoadmap } from '../roadmap.ts';
import {
  type Accounts,
  fieldsOfIssue,
  fieldsOfPrevention,
  isClosed,
  labelsWith,
  ownerOf,
} from './issue-fields.ts';
import { bodyWith, preventionIdIn } from './issue-text.ts';
import { mergeFields } from './merge-fields.ts';

export interface IssueSyncOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly preventions: Preventions;
  readonly tracker: IssueTracker;
  /** Issues with this label belong to Ounce. */
  readonly label: string;
  readonly accounts: Accounts;
  readonly actor: string;
  readonly signal: AbortSignal;
  /** Says what would be done, and changes neither side. */
  readonly dryRun: boolean;
}

export interface IssueSync {
  /** Preventions that were made of issues, issues that were made of preventions, and which side took over from the other; ids. */
  readonly imported: readonly string[];
  readonly created: readonly string[];
  readonly pulled: readonly string[];
  readonly pushed: readonly string[];
  readonly unchanged: number;
  /** What could not be put in step, a sentence each. */
  readonly troubles: readonly string[];
}

type Report = { -readonly [Key in keyof IssueSync]: IssueSync[Key] extends number ? number : string[] };

/** Makes a prevention of each issue that has the label and belongs to none yet. */
export async function importIssues(options: IssueSyncOptions): Promise<IssueSync> {
  const report = emptyReport();
  const known = new Set(options.ledger.query.issueLinks().map(({ url }) => url));
  for await (const issue of options.tracker.issues(options.label, options.signal)) {
    if (known.has(issue.url) || preventionIdIn(issue.body) !== undefined) report.unchanged += 1;
    else await attempt(report, issue.url, () => importOne(options, issue, report));
  }
  return report;
}

/** Puts every linked prevention and its issue in step, and makes issues of those of the roadmap that have none when `create` says so. */
export async function syncIssues(
  options: IssueSyncOptions,
  { create, quarter }: { readonly create: boolean; readonly quarter?: string },
): Promise<IssueSync> {
  const report = emptyReport();
  const { ledger, tracker, label, signal, clock } = options;
  const links = new Map(ledger.query.issueLinks().map((link) => [link.preventionId, link]));
  const issues = new Map<string, Issue>();
  for await (const issue of tracker.issues(label, signal)) issues.set(issue.url, issue);
  const named = new Map([...issues.values()].map((issue) => [preventionIdIn(issue.body), issue]));
  for (const link of links.values()) {
    const prevention = ledger.query.prevention(link.preventionId);
    if (!prevention) continue;
    const issue = issues.get(link.url);
    if (issue) await attempt(report, prevention.id, () => syncOne(options, prevention, issue, link, report));
    else
      report.troubles.push(
        `${prevention.id}: its issue ${link.url} has lost the label “${label}”, or is gone.`,
      );
  }
  for (const { prevention } of wholeRoadmap(ledger, clock.nowMs(), quarter ? { quarter } : {})) {
    if (links.has(prevention.id)) continue;
    // A try that was cut off after the issue was made is taken up again instead of making a second one.
    const issue = named.get(prevention.id);
    if (issue)
      await attempt(report, prevention.id, () => syncOne(options, prevention, issue, undefined, report));
    else if (create && !isClosed(prevention.status))
      await attempt(report, prevention.id, () => createOne(options, prevention, report));
  }
  return report;
}

async function importOne(options: IssueSyncOptions, issue: Issue, report: Report): Promise<void> {
  const { preventions, ledger, accounts, actor, dryRun } = options;
  const fields = fieldsOfIssue(issue);
  const id = idOf(issue.title) || `issue-${issue.key}`;
  const there = ledger.query.prevention(id);
  if (there) return syncOne(options, there, issue, undefined, report);
  report.imported.push(id);
  if (dryRun) return;
  const { assignee, ...own } = fields;
  await preventions.add(
    {
      ...own,
      ...{ id, kind: 'process', incidentTypes: [], rootCauses: [], oldApproach: '', newApproach: [] },
      ...{ owner: ownerOf(assignee, accounts), services: [], rollouts: [], issueUrl: issue.url },
    },
    { actor, reason: `Out of the issue ${issue.url}.` },
  );
  await push(options, preventions.get(id), issue, report);
}

async function createOne(
  options: IssueSyncOptions,
  prevention: PreventionRecord,
  report: Report,
): Promise<void> {
  const { tracker, label, accounts, signal, preventions, actor, dryRun } = options;
  report.created.push(prevention.id);
  if (dryRun) return;
  const fields = fieldsOfPrevention(prevention, accounts);
  const issue = await tracker.create(
    {
      title: fields.title,
      body: bodyWith('', prevention),
      labels: labelsWith([], fields, label),
      assignees: fields.assignee ? [fields.assignee] : [],
    },
    signal,
  );
  await preventions.change(prevention.id, { issueUrl: issue.url }, { actor });
  await remember(options, prevention.id, issue, fieldsOfIssue(issue));
}

async function syncOne(
  options: IssueSyncOptions,
  prevention: PreventionRecord,
  issue: Issue,
  link: IssueLink | undefined,
  report: Report,
): Promise<void> {
  const { preventions, accounts, actor, dryRun } = options;
  const mine = fieldsOfPrevention(prevention, accounts);
  const { fields, conflicts } = mergeFields(link?.fields, mine, fieldsOfIssue(issue));
  for (const says of conflicts) report.troubles.push(`${prevention.id}: ${says}; Ounce’s stays.`);
  const changes = changesFor(prevention, mine, fields, issue, accounts);
  if (changes) {
    report.pulled.push(prevention.id);
    if (!dryRun)
      await preventions.change(prevention.id, changes, { actor, reason: `As in the issue ${issue.url}.` });
  }
  if (!dryRun) await push(options, preventions.get(prevention.id), issue, report);
  else if (!changes) report.unchanged += 1;
}

/** Brings the issue to what the prevention says now, if it says anything else, and remembers that they are in step. */
async function push(
  options: IssueSyncOptions,
  prevention: Prevention,
  issue: Issue,
  report: Report,
): Promise<void> {
  const { tracker, label, accounts, signal, ledger } = options;
  const wanted = fieldsOfPrevention(prevention, accounts);
  const labels = labelsWith(issue.labels, wanted, label);
  const body = bodyWith(issue.body, prevention);
  const open = !isClosed(wanted.status);
  const assignees = wanted.assignee ? [wanted.assignee] : issue.assignees;
  const changes = {
    ...(wanted.title === issue.title ? {} : { title: wanted.title }),
    ...(body === issue.body ? {} : { body }),
    ...(open === issue.open ? {} : { open }),
    ...([...labels].sort().join() === [...issue.labels].sort().join() ? {} : { labels }),
    ...(assignees.join() === issue.assignees.join() ? {} : { assignees }),
  };
  const isSame = Object.keys(changes).length === 0;
  const now = isSame ? issue : await tracker.update(issue.key, changes, signal);
  if (isSame) report.unchanged += 1;
  else report.pushed.push(prevention.id);
  const fields = fieldsOfIssue(now);
  const before = ledger.query.issueLinks().find(({ preventionId }) => preventionId === prevention.id);
  if (JSON.stringify(before?.fields) !== JSON.stringify(fields))
    await remember(options, prevention.id, now, fields);
}

/** What the prevention has to take over; undefined when nothing. */
function changesFor(
  prevention: Prevention,
  mine: IssueFields,
  merged: IssueFields,
  issue: Issue,
  accounts: Accounts,
): PreventionChanges | undefined {
  const { title, status, priority, assignee, checklist } = merged;
  const changes: PreventionChanges = {
    ...(title === mine.title ? {} : { title }),
    ...(status === mine.status ? {} : { status }),
    ...(priority === mine.priority ? {} : { priority }),
    ...(assignee === mine.assignee ? {} : { owner: ownerOf(assignee, accounts) }),
    ...(JSON.stringify(checklist) === JSON.stringify(mine.checklist) ? {} : { checklist }),
    ...(prevention.issueUrl === issue.url ? {} : { issueUrl: issue.url }),
  };
  return Object.keys(changes).length > 0 ? changes : undefined;
}

async function remember(
  { ledger, clock, actor }: IssueSyncOptions,
  preventionId: string,
  { url, key }: Issue,
  fields: IssueFields,
): Promise<void> {
  const data: IssueLink = { preventionId, url, key, fields };
  await ledger.append([
    { atMs: clock.nowMs(), actor, subject: `prevention:${preventionId}`, kind: 'issue.synced', data },
  ]);
}

/** One that the rules or the tracker refuse does not keep the others. A tracker that cannot be reached keeps all. */
async function attempt(report: Report, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isOunceError(error) || error.retry) throw error;
    report.troubles.push(`${what}: ${error.message}`);
  }
}

function emptyReport(): Report {
  return { imported: [], created: [], pulled: [], pushed: [], unchanged: 0, troubles: [] };
}

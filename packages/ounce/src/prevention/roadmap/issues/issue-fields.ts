import {
  type IssueFields,
  type Prevention,
  type PreventionStatus,
  preventionStatuses,
  priorities,
} from '@ounce/core';
import type { Issue } from '../../../ports/index.ts';
import { stepsIn } from './issue-text.ts';

/** Accounts of people and teams, by the owner's name as preventions have it. */
export type Accounts = Readonly<Record<string, string>>;

const closedStatuses: readonly PreventionStatus[] = ['complete', 'verified', 'ineffective', 'retired'];
const statusLabel = (status: PreventionStatus) => `status: ${status.replace('_', ' ')}`;
const ours = new Set<string>([...priorities, ...preventionStatuses.map(statusLabel)]);

export const isClosed = (status: PreventionStatus) => closedStatuses.includes(status);

/** What a prevention says of what both have. */
export function fieldsOfPrevention(prevention: Prevention, accounts: Accounts): IssueFields {
  const { title, status, priority, owner, checklist } = prevention;
  const assignee = accounts[owner];
  const steps = checklist.map(({ text, done }) => ({ text: text.replace(/\s+/g, ' ').trim(), done }));
  return { title, status, priority, ...(assignee ? { assignee } : {}), checklist: steps };
}

/**
 * What an issue says. Closed or open counts for more than its status label: an issue closed by hand is complete, one opened again
 * is in progress.
 */
export function fieldsOfIssue(issue: Issue): IssueFields {
  const labelled = preventionStatuses.find((status) => issue.labels.includes(statusLabel(status)));
  const fits = labelled !== undefined && isClosed(labelled) === !issue.open;
  const assumed = issue.open ? (labelled === undefined ? 'planned' : 'in_progress') : 'complete';
  const [assignee] = issue.assignees;
  return {
    title: issue.title,
    status: fits ? labelled : assumed,
    priority: priorities.find((priority) => issue.labels.includes(priority)) ?? 'P1',
    ...(assignee ? { assignee } : {}),
    checklist: stepsIn(issue.body),
  };
}

/** The labels of an issue with those of a prevention: other people's labels stay. */
export function labelsWith(
  labels: readonly string[],
  { status, priority }: IssueFields,
  label: string,
): string[] {
  const others = labels.filter((one) => !ours.has(one) && one !== label);
  return [...others, label, priority, statusLabel(status)];
}

/** The owner that an account stands for. */
export function ownerOf(assignee: string | undefined, accounts: Accounts): string {
  if (assignee === undefined) return '';
  return Object.keys(accounts).find((owner) => accounts[owner] === assignee) ?? assignee;
}

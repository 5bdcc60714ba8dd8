import type { ChecklistItem, PreventionStatus, Priority } from './prevention.ts';

/** What a prevention and its issue have in common, as it was when they were last in step: who changed what since is told by it. */
export interface IssueFields {
  readonly title: string;
  readonly status: PreventionStatus;
  readonly priority: Priority;
  /** Name of an account; absent when nobody is assigned. */
  readonly assignee?: string;
  readonly checklist: readonly ChecklistItem[];
}

export interface IssueLink {
  readonly preventionId: string;
  readonly url: string;
  readonly key: string;
  readonly fields: IssueFields;
}

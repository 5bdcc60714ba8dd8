/** An issue as every tracker has it. */
export interface Issue {
  /** What the tracker calls it, e.g. `42`. */
  readonly key: string;
  /** Where people see it. */
  readonly url: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  readonly open: boolean;
  readonly labels: readonly string[];
  /** Names of accounts. */
  readonly assignees: readonly string[];
}

export type IssueDraft = Omit<Issue, 'key' | 'url' | 'open'>;
export type IssueChanges = Partial<Omit<Issue, 'key' | 'url'>>;

/** Where teams keep their work. All reject with OUNCE_E_ISSUE_TRACKER, whose `retry` says whether another try can help. */
export interface IssueTracker {
  /** Every issue with this label, open and closed; what is no issue (a pull request) is left out. */
  issues(label: string, signal: AbortSignal): AsyncIterable<Issue>;
  create(draft: IssueDraft, signal: AbortSignal): Promise<Issue>;
  /** Fields that are not named stay as they are. */
  update(key: string, changes: IssueChanges, signal: AbortSignal): Promise<Issue>;
}

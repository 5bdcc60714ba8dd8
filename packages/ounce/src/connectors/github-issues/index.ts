import type { Issue, IssueChanges, IssueDraft, IssueTracker } from '../../ports/index.ts';
import { call, type GithubCall } from './call.ts';
import type { GithubOptions } from './options.ts';
import { nextPage } from './pages.ts';

export type { GithubOptions } from './options.ts';

/** What is read of an issue; the REST API says much more. */
interface GithubIssue {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly body?: string | null;
  readonly state: string;
  readonly labels: readonly (string | { readonly name?: string })[];
  readonly assignees?: readonly { readonly login: string }[] | null;
  readonly pull_request?: unknown;
}

/** Issues of one repository over GitHub's REST API (version 2022-11-28), or of a GitHub Enterprise Server. */
export function githubIssues(options: GithubOptions): IssueTracker {
  const { url = 'https://api.github.com', repository } = options;
  const issues = `${url.replace(/\/$/, '')}/repos/${repository}/issues`;
  const one = async (request: GithubCall, signal: AbortSignal): Promise<Issue> =>
    toIssue((await call(options, request, signal)).body as GithubIssue);
  return {
    async *issues(label, signal) {
      const query = new URLSearchParams({ labels: label, state: 'all', per_page: '100' });
      for (let page: string | undefined = `${issues}?${query}`; page; ) {
        const answer = await call(options, { method: 'GET', url: page }, signal);
        // The same list has pull requests.
        for (const issue of answer.body as GithubIssue[]) if (!issue.pull_request) yield toIssue(issue);
        page = nextPage(answer.headers.get('link'), page);
      }
    },
    create: ({ title, body, labels, assignees }: IssueDraft, signal) =>
      one({ method: 'POST', url: issues, body: { title, body, labels, assignees } }, signal),
    update: (key, changes, signal) =>
      one({ method: 'PATCH', url: `${issues}/${encodeURIComponent(key)}`, body: toGithub(changes) }, signal),
  };
}

function toIssue({ number, html_url: url, title, body, state, labels, assignees }: GithubIssue): Issue {
  return {
    ...{
      key: String(number),
      url,
      title,
      body: (body ?? '').replaceAll('\r\n', '\n'),
      open: state === 'open',
    },
    labels: labels.flatMap((label) => (typeof label === 'string' ? label : (label.name ?? []))),
    assignees: (assignees ?? []).map(({ login }) => login),
  };
}

function toGithub({ open, ...fields }: IssueChanges): Record<string, unknown> {
  if (open === undefined) return fields;
  return open
    ? { ...fields, state: 'open', state_reason: 'reopened' }
    : { ...fields, state: 'closed', state_reason: 'completed' };
}

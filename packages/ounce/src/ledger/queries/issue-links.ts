import type { IssueLink } from '@ounce/core';
import { build, type Database } from '../database.ts';

export function issueLinks(db: Database): readonly IssueLink[] {
  const query = build.selectFrom('issue_links').select('link').orderBy('prevention_id');
  return db.all(query.compile()).map(({ link }) => JSON.parse(link) as IssueLink);
}

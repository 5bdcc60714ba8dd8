import type { Review } from '@ounce/core';
import { sql } from 'kysely';
import { build, type Database } from '../database.ts';
import type {
  Highlighted,
  KnowledgeAsked,
  KnowledgeField,
  KnowledgeGap,
  KnowledgeHit,
  SimilarIncident,
} from '../knowledge-records.ts';
import { alike, piecesQuery, wordsOf, wordsQuery } from './knowledge-match.ts';

const usualLimit = 10;
const mostHits = 100;
/** Titles say most, then symptoms, causes and solutions. */
const weights = '8.0, 4.0, 4.0, 3.0, 1.0';
/** Below it two words are not the same one misspelt. */
const leastAlike = 0.35;
const [begin, end] = ['\u0002', '\u0003'];

interface Row {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly service: string;
  readonly drill: number;
  readonly started_at_ms: number;
  readonly resolved_at_ms: number;
  readonly title: string;
  readonly symptoms: string;
  readonly cause: string;
  readonly solution: string;
  readonly excerpt: string;
  readonly rank: number;
}

export function knowledge(db: Database, asked: KnowledgeAsked): readonly KnowledgeHit[] {
  const limit = Math.min(mostHits, Math.max(1, asked.limit ?? usualLimit));
  const words = wordsOf(asked.query);
  if (words.length === 0) return [];
  for (const together of ['and', 'or'] as const) {
    const rows = match(db, 'knowledge_words', wordsQuery(asked.field, words, together), asked, limit);
    // Some of the words are better than none; but a word that nobody wrote may be a misspelt one.
    if (rows.length > 0 && (together === 'and' || !hasMisspelt(db, asked.field, words)))
      return rows.map((row) => toHit(row, 'words', marked(row.excerpt)));
  }
  return bySpelling(db, asked, words, limit);
}

function match(db: Database, table: string, query: string, asked: KnowledgeAsked, limit: number): Row[] {
  const { sinceMs = Number.MIN_SAFE_INTEGER, untilMs = Number.MAX_SAFE_INTEGER } = asked;
  const source = sql.raw(table);
  const statement = sql<Row>`select k.seq, k.id, k.type, k.service, k.drill, k.started_at_ms, k.resolved_at_ms,
      f.title, f.symptoms, f.cause, f.solution,
      snippet(${source}, -1, ${begin}, ${end}, '…', 24) as excerpt, -bm25(${source}, ${sql.raw(weights)}) as rank
    from ${source} f join knowledge_incidents k on k.seq = f.rowid
    where ${source} match ${query} and k.started_at_ms >= ${sinceMs} and k.started_at_ms < ${untilMs}
    order by bm25(${source}, ${sql.raw(weights)}) limit ${limit}`;
  return db.all(statement.compile(build));
}

function hasMisspelt(db: Database, field: KnowledgeField, words: readonly string[]): boolean {
  const all = { field, query: '' };
  return words.some(
    (word) => match(db, 'knowledge_words', wordsQuery(field, [word], 'and'), all, 1).length === 0,
  );
}

/** Entries that share pieces of three letters with the words, and have a word that looks like one of them. */
function bySpelling(
  db: Database,
  asked: KnowledgeAsked,
  words: readonly string[],
  limit: number,
): KnowledgeHit[] {
  const query = piecesQuery(asked.field, words);
  if (!query) return [];
  const hits = match(db, 'knowledge_pieces', query, asked, mostHits).flatMap((row) => {
    const text = textOf(row, asked.field);
    const found = words.flatMap((word) => nearest(word, text) ?? []);
    if (found.length === 0) return [];
    const likeness = found.reduce((sum, { likeness }) => sum + likeness, 0) / words.length;
    return [
      {
        ...toHit(
          row,
          'spelling',
          around(
            text,
            found.map(({ word }) => word),
          ),
        ),
        rank: likeness,
      },
    ];
  });
  return hits.sort((a, b) => b.rank - a.rank).slice(0, limit);
}

function nearest(word: string, text: string): { word: string; likeness: number } | undefined {
  let best: { word: string; likeness: number } | undefined;
  for (const candidate of allWordsOf(text)) {
    const likeness = alike(word, candidate);
    if (likeness >= leastAlike && likeness > (best?.likeness ?? 0)) best = { word: candidate, likeness };
  }
  return best;
}

const allWordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

function textOf(row: Row, field: KnowledgeField): string {
  const parts: Readonly<Record<KnowledgeField, string>> = {
    text: [row.title, row.symptoms, row.cause, row.solution].join('\n'),
    symptom: `${row.title}\n${row.symptoms}`,
    'root-cause': row.cause,
    solution: row.solution,
  };
  return parts[field];
}

function toHit(row: Row, by: KnowledgeHit['by'], excerpt: Highlighted): KnowledgeHit {
  return {
    incidentId: row.id,
    type: row.type,
    service: row.service,
    drill: row.drill === 1,
    startedAtMs: row.started_at_ms,
    resolvedAtMs: row.resolved_at_ms,
    title: row.title,
    rank: row.rank,
    by,
    excerpt,
    cause: row.cause.trim(),
    solution: row.solution.trim(),
  };
}

/** What SQLite has marked, as pieces. */
function marked(text: string): Highlighted {
  return text.split(begin).flatMap((part, i) => {
    if (i === 0) return part ? [{ text: part, found: false }] : [];
    const [found = '', rest = ''] = part.split(end);
    return [{ text: found, found: true }, ...(rest ? [{ text: rest, found: false }] : [])];
  });
}

/** A piece of the text around the first of the words, with all of them marked. */
function around(text: string, words: readonly string[]): Highlighted {
  const looked = new Set(words);
  const parts = text.split(/([\p{L}\p{N}]+)/u);
  const first = parts.findIndex((part) => looked.has(part.toLowerCase()));
  const from = Math.max(0, first - 10);
  const shown = parts.slice(from, from + 48);
  const pieces = shown.map((part) => ({ text: part, found: looked.has(part.toLowerCase()) }));
  return from > 0 ? [{ text: '…', found: false }, ...pieces] : pieces;
}

export function knowledgeGaps(db: Database): readonly KnowledgeGap[] {
  const query = build
    .selectFrom('knowledge_gaps')
    .selectAll()
    .orderBy('searches', 'desc')
    .orderBy('last_at_ms', 'desc')
    .limit(100);
  return db.all(query.compile()).map(({ field, query, searches, last_at_ms }) => ({
    ...{ field: field as KnowledgeField, query, searches, lastAtMs: last_at_ms },
  }));
}

/** Alike by what is written of them; type and service count for more than words. */
export function similarIncidents(db: Database, incidentId: string, limit = 3): readonly SimilarIncident[] {
  const one = db.first(
    build.selectFrom('knowledge_incidents').selectAll().where('id', '=', incidentId).compile(),
  );
  if (!one) return [];
  const review = one.review === null ? undefined : (JSON.parse(one.review) as Review);
  const words = wordsOf(`${one.summary} ${one.type} ${one.service} ${review?.title ?? ''}`);
  const asked = { field: 'text' as const, query: '', untilMs: one.started_at_ms };
  const rows =
    words.length === 0 ? [] : match(db, 'knowledge_words', wordsQuery('text', words, 'or'), asked, mostHits);
  const best = Math.max(1e-9, ...rows.map(({ rank }) => rank));
  return rows
    .filter(({ id }) => id !== incidentId)
    .map((row) => {
      const [sameType, sameService] = [row.type === one.type, row.service === one.service];
      return {
        row,
        sameType,
        sameService,
        score: 2 * Number(sameType) + Number(sameService) + row.rank / best,
      };
    })
    .sort((a, b) => b.score - a.score || b.row.started_at_ms - a.row.started_at_ms)
    .slice(0, limit)
    .map(({ row, sameType, sameService }) => ({
      ...{ incidentId: row.id, title: row.title, type: row.type, service: row.service },
      ...{ startedAtMs: row.started_at_ms, resolvedAtMs: row.resolved_at_ms, solution: row.solution.trim() },
      why: whyAlike(sameType, sameService),
    }));
}

function whyAlike(sameType: boolean, sameService: boolean): string {
  if (sameType && sameService) return 'The same type on the same service.';
  if (sameType) return 'The same type on another service.';
  return sameService ? 'The same service, with words in common.' : 'Words in common.';
}

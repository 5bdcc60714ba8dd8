import type { IncidentType } from '@ounce/core';

/** Where to look: all of an entry, or one part of it. */
export const knowledgeFields = ['text', 'symptom', 'root-cause', 'solution'] as const;
export type KnowledgeField = (typeof knowledgeFields)[number];

export interface KnowledgeAsked {
  readonly field: KnowledgeField;
  /** Any text; its words are looked for, also where they are misspelt. */
  readonly query: string;
  /** Bounds on when the incident started. */
  readonly sinceMs?: number;
  readonly untilMs?: number;
  /** 1 to 100; 10 when absent. */
  readonly limit?: number;
}

/** A piece of text in which some of it was looked for. */
export type Highlighted = readonly { readonly text: string; readonly found: boolean }[];

export interface KnowledgeHit {
  readonly incidentId: string;
  readonly type: IncidentType;
  readonly service: string;
  readonly drill: boolean;
  readonly startedAtMs: number;
  readonly resolvedAtMs: number;
  readonly title: string;
  /** Higher is better; only comparable within one search. */
  readonly rank: number;
  /** `spelling`: no entry has these very words, this one has words that look like them. */
  readonly by: 'words' | 'spelling';
  readonly excerpt: Highlighted;
  readonly cause: string;
  readonly solution: string;
}

/** How a root cause was dealt with, and whether that held. */
export interface SolutionPattern {
  readonly rootCause: string;
  readonly title: string;
  readonly type: IncidentType;
  /** Incidents with this root cause whose outcome is known: resolved more than 30 days ago, or come back sooner. */
  readonly used: number;
  /** Of these: no incident of the same type on the same service within 30 days. */
  readonly held: number;
  /** Too recent to tell. */
  readonly open: number;
  /** What was done, newest first, at most three. */
  readonly resolutions: readonly string[];
}

export interface KnowledgeGap {
  readonly field: KnowledgeField;
  readonly query: string;
  readonly searches: number;
  readonly lastAtMs: number;
}

export interface SimilarIncident {
  readonly incidentId: string;
  readonly title: string;
  readonly type: IncidentType;
  readonly service: string;
  readonly startedAtMs: number;
  readonly resolvedAtMs: number;
  /** What was done about it. */
  readonly solution: string;
  /** Why it is thought to be alike. */
  readonly why: string;
}

/** What is read of the knowledge base. All are synchronous. */
export interface KnowledgeQueries {
  /** Best first. */
  knowledge(asked: KnowledgeAsked): readonly KnowledgeHit[];
  solutionPatterns(nowMs: number): readonly SolutionPattern[];
  /** Most searched first; at most 100. */
  knowledgeGaps(): readonly KnowledgeGap[];
  /** Most alike first; at most `limit`. Empty for an incident that is not known. */
  similarIncidents(incidentId: string, limit?: number): readonly SimilarIncident[];
}

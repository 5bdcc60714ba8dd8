/** A line of what happened, in the order of its time. */
export interface TimelineEntry {
  readonly atMs: number;
  readonly text: string;
  /** The journal event it was made from; absent when a person wrote it. */
  readonly seq?: number;
}

/** Something that a review asks for. One that grew into a prevention names it. */
export interface ReviewAction {
  readonly text: string;
  readonly owner?: string;
  readonly done: boolean;
  readonly preventionId?: string;
}

export const reviewStatuses = ['draft', 'finished'] as const;
export type ReviewStatus = (typeof reviewStatuses)[number];

/** Sections of free Markdown, in the order in which a review has them. */
export const reviewSections = [
  'impact',
  'contributingFactors',
  'whyNotCaught',
  'wentWell',
  'lessons',
  'resolution',
] as const;
export type ReviewSection = (typeof reviewSections)[number];

/** The post-incident review (PIR) of one incident. Saved as a whole: each save is the next version. */
export interface Review extends Readonly<Record<ReviewSection, string>> {
  /** `PIR-` and the incident's id. */
  readonly id: string;
  readonly incidentId: string;
  /** From 1, without gaps. */
  readonly version: number;
  readonly status: ReviewStatus;
  readonly title: string;
  readonly owner?: string;
  readonly timeline: readonly TimelineEntry[];
  /** Ids of the catalogue. */
  readonly rootCauses: readonly string[];
  readonly actions: readonly ReviewAction[];
  /** Sections that a team has added, by their headings: kept as they are. */
  readonly more?: Readonly<Record<string, string>>;
}

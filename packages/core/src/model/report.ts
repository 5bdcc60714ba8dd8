export const cadences = ['weekly', 'monthly', 'quarterly', 'annual'] as const;
export type Cadence = (typeof cadences)[number];

/** A calendar period in a time zone. */
export interface ReportPeriod {
  /** `2026-W05`, `2026-01`, `2026-Q1` or `2026`. */
  readonly label: string;
  readonly startMs: number;
  /** The first moment after. */
  readonly endMs: number;
  readonly timeZone: string;
}

export interface ReportTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Bars beside one another; null where nothing was observed. */
export interface ReportPlot {
  readonly title: string;
  readonly points: readonly { readonly label: string; readonly value: number | null }[];
}

export interface ReportSection {
  readonly title: string;
  readonly says: readonly string[];
  readonly table?: ReportTable;
  readonly plot?: ReportPlot;
}

/** A review of the preventions, as data: Markdown, HTML and JSON are made from it. */
export interface Report {
  /** Cadence and period, e.g. `weekly 2026-W05`: one of each, for good. */
  readonly id: string;
  readonly cadence: Cadence;
  readonly period: ReportPeriod;
  readonly madeAtMs: number;
  readonly title: string;
  /** What the report rests on, a sentence each. */
  readonly coverage: readonly string[];
  readonly sections: readonly ReportSection[];
}

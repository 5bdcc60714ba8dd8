export type MatchOperator = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  readonly label: string;
  readonly operator: MatchOperator;
  readonly value: string;
  /** A label that a series does not have is the empty string, as in PromQL. */
  readonly accepts: (value: string) => boolean;
}

export interface Selector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  /** As written; names the selector in sentences and tells the selectors of one query apart. */
  readonly text: string;
}

/** Values of many series: as they are, or as increase per second. */
export interface Vector {
  readonly kind: 'instant' | 'rate';
  readonly selector: Selector;
}

export const aggregations = ['sum', 'avg', 'max', 'min'] as const;
export type Aggregation = (typeof aggregations)[number];

export const functionNames = [...aggregations, 'rate', 'histogram_quantile'] as const;

export type BinaryOperator = '+' | '-' | '*' | '/';

/** What a query asks for: always one number in the end. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'aggregate'; readonly by: Aggregation; readonly vector: Vector }
  | { readonly kind: 'quantile'; readonly quantile: number; readonly buckets: Selector }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

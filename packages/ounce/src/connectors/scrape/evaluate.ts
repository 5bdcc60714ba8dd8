import { collectRates, collectValues, type Series, type World } from './collect.ts';
import { labelValue } from './labels.ts';
import { parseNumber } from './number.ts';
import { quantileOf } from './quantile.ts';
import type { Aggregation, BinaryOperator, Expression } from './query/model.ts';

export type Outcome =
  | { readonly kind: 'value'; readonly value: number; readonly atMs: number }
  | { readonly kind: 'missing'; readonly why: string };

/** Works a query out. What is missing anywhere in it makes the whole of it missing. */
export function evaluate(expression: Expression, world: World): Outcome {
  switch (expression.kind) {
    case 'number':
      return { kind: 'value', value: expression.value, atMs: Number.POSITIVE_INFINITY };
    case 'aggregate': {
      const { by, vector } = expression;
      const collect = vector.kind === 'rate' ? collectRates : collectValues;
      return aggregate(by, collect(vector.selector, world), vector.selector.text);
    }
    case 'quantile':
      return quantile(expression, world);
    case 'binary': {
      // Both sides, always: each must remember this reading for its next rate.
      const left = evaluate(expression.left, world);
      const right = evaluate(expression.right, world);
      if (left.kind === 'missing') return left;
      if (right.kind === 'missing') return right;
      if (expression.operator === '/' && right.value === 0) return missing('it would divide by zero');
      const value = compute(expression.operator, left.value, right.value);
      return finite(value, Math.min(left.atMs, right.atMs), 'the result');
    }
  }
}

function aggregate(by: Aggregation, series: Series, what: string): Outcome {
  if (series.kind === 'missing') return series;
  const values = series.points.map(({ value }) => value);
  // Pairwise, because Math.max(...values) puts every value on the stack, and there may be 100,000.
  const value = {
    sum: () => total(values),
    avg: () => total(values) / values.length,
    max: () => values.reduce((most, one) => Math.max(most, one)),
    min: () => values.reduce((least, one) => Math.min(least, one)),
  }[by]();
  if (values.some(Number.isNaN)) return missing(`${what} is not a number`);
  return finite(value, series.atMs, what);
}

function quantile({ quantile, buckets }: Extract<Expression, { kind: 'quantile' }>, world: World): Outcome {
  const series = collectRates(buckets, world);
  if (series.kind === 'missing') return series;
  const counts = new Map<number, number>();
  for (const { labels, value } of series.points) {
    const upperBound = parseNumber(labelValue(labels, 'le'));
    if (upperBound === undefined || Number.isNaN(upperBound))
      return missing(`${buckets.text} has a bucket without le`);
    counts.set(upperBound, (counts.get(upperBound) ?? 0) + value);
  }
  const answer = quantileOf(
    quantile,
    [...counts].map(([upperBound, count]) => ({ upperBound, count })),
  );
  return typeof answer === 'number'
    ? finite(answer, series.atMs, buckets.text)
    : missing(`${buckets.text} ${answer.why}`);
}

function compute(operator: BinaryOperator, left: number, right: number): number {
  return { '+': left + right, '-': left - right, '*': left * right, '/': left / right }[operator];
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function finite(value: number, atMs: number, what: string): Outcome {
  return Number.isFinite(value)
    ? { kind: 'value', value, atMs }
    : missing(`${what} is ${value}, not a number`);
}

function missing(why: string): Outcome {
  return { kind: 'missing', why };
}

import {
  type Aggregation,
  aggregations,
  type BinaryOperator,
  type Expression,
  functionNames,
  type Selector,
  type Vector,
} from './model.ts';
import { nearest } from './nearest.ts';
import { readSelector } from './selector.ts';
import { TokenReader } from './token-reader.ts';
import type { Token } from './tokens.ts';

/** Deep enough for a person; bounded, so that no query can exhaust the stack. */
const deepest = 50;

/**
 * Reads the scraper's query language, a subset of PromQL (docs/connectors/scrape.md has the grammar).
 *
 * @throws OunceError OUNCE_E_METRIC_QUERY with the position, and the nearest function where one is misspelt
 */
export function parseQuery(query: string): Expression {
  const reader = new TokenReader(query);
  const expression = readSum(reader, 0);
  if (reader.peek().kind !== 'end') throw reader.error(`“${reader.peek().text}” was not expected here`);
  if (selectorsOf(expression).length === 0) throw reader.error('the query reads no metric');
  return expression;
}

export function selectorsOf(expression: Expression): readonly Selector[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'aggregate':
      return [expression.vector.selector];
    case 'quantile':
      return [expression.buckets];
    case 'binary':
      return [...selectorsOf(expression.left), ...selectorsOf(expression.right)];
  }
}

function readSum(reader: TokenReader, depth: number): Expression {
  return readBinary(reader, ['+', '-'], () => readProduct(reader, depth));
}

function readProduct(reader: TokenReader, depth: number): Expression {
  return readBinary(reader, ['*', '/'], () => readTerm(reader, depth));
}

function readBinary(
  reader: TokenReader,
  operators: readonly BinaryOperator[],
  readOperand: () => Expression,
): Expression {
  let left = readOperand();
  for (;;) {
    const operator = reader.takeIf(...operators);
    if (!operator) return left;
    left = { kind: 'binary', operator, left, right: readOperand() };
  }
}

function readTerm(reader: TokenReader, depth: number): Expression {
  if (depth > deepest) throw reader.error(`parentheses are nested more than ${deepest} deep`);
  if (reader.takeIf('(')) {
    const inner = readSum(reader, depth + 1);
    reader.expectSymbol(')');
    return inner;
  }
  if (reader.peek().kind === 'number') return { kind: 'number', value: Number(reader.take().text) };
  const name = reader.expect('name', 'a metric, a function or a number');
  if (reader.peek().text !== '(') {
    const vector: Vector = { kind: 'instant', selector: readSelector(reader, name) };
    refuseGrouping(reader, name);
    return { kind: 'aggregate', by: 'sum', vector };
  }
  return readCall(reader, name);
}

function readCall(reader: TokenReader, name: Token): Expression {
  const aggregation = aggregations.find((one) => one === name.text);
  if (aggregation) return readAggregate(reader, aggregation);
  if (name.text === 'rate') return { kind: 'aggregate', by: 'sum', vector: readRate(reader) };
  if (name.text === 'histogram_quantile') return readQuantile(reader);
  const mend = `Did you mean “${nearest(name.text, functionNames)}”? There are: ${functionNames.join(', ')}.`;
  throw reader.error(`there is no function “${name.text}”`, name, mend);
}

function readAggregate(reader: TokenReader, by: Aggregation): Expression {
  reader.expectSymbol('(');
  const name = reader.expect('name', 'a metric or rate(…)');
  const isCall = reader.peek().text === '(';
  if (isCall && name.text !== 'rate') throw reader.error(`“${by}” takes a metric or rate(…)`, name);
  const vector: Vector = isCall
    ? readRate(reader)
    : { kind: 'instant', selector: readSelector(reader, name) };
  reader.expectSymbol(')');
  refuseGrouping(reader, name);
  return { kind: 'aggregate', by, vector };
}

function readRate(reader: TokenReader): Vector {
  reader.expectSymbol('(');
  const selector = readSelector(reader, reader.expect('name', 'a counter'));
  reader.expectSymbol(')');
  return { kind: 'rate', selector };
}

function readQuantile(reader: TokenReader): Expression {
  reader.expectSymbol('(');
  const token = reader.expect('number', 'a quantile from 0 to 1');
  const quantile = Number(token.text);
  if (quantile > 1) throw reader.error('a quantile is a number from 0 to 1', token);
  reader.expectSymbol(',');
  const name = reader.peek();
  if (name.text !== 'rate') throw reader.error('rate(…_bucket) was expected here', name);
  reader.take();
  const { selector } = readRate(reader);
  if (!selector.metric.endsWith('_bucket')) {
    const mend = `Write “${selector.metric}_bucket”.`;
    throw reader.error(`“${selector.metric}” is not a histogram's buckets`, name, mend);
  }
  reader.expectSymbol(')');
  return { kind: 'quantile', quantile, buckets: selector };
}

function refuseGrouping(reader: TokenReader, name: Token): void {
  const next = reader.peek();
  if (next.text !== 'by' && next.text !== 'without' && next.text !== 'offset') return;
  const mend = 'A query gives one number; choose series by their labels, for example metric{queue="orders"}.';
  throw reader.error(`“${next.text}” is not in this language (after “${name.text}”)`, next, mend);
}

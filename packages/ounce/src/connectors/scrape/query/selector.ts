import type { Matcher, MatchOperator, Selector } from './model.ts';
import type { TokenReader } from './token-reader.ts';
import type { Token } from './tokens.ts';

const operators: readonly MatchOperator[] = ['=', '!=', '=~', '!~'];

/** `metric` or `metric{label="value", …}`; the metric's name has been taken already. */
export function readSelector(reader: TokenReader, name: Token): Selector {
  const matchers: Matcher[] = [];
  if (reader.takeIf('{')) {
    while (!reader.takeIf('}')) {
      matchers.push(readMatcher(reader));
      if (!reader.takeIf(',') && reader.peek().text !== '}') {
        throw reader.error('“,” or “}” was expected after a label');
      }
    }
  }
  const text = reader.textFrom(name);
  if (reader.peek().text === '[') {
    const mend = 'Leave the range out; the window is the time between two readings.';
    throw reader.error('a range such as [1m] cannot be chosen', reader.peek(), mend);
  }
  return { metric: name.text, matchers, text };
}

function readMatcher(reader: TokenReader): Matcher {
  const label = reader.expect('name', 'the name of a label').text;
  const operator = reader.takeIf(...operators);
  if (!operator) throw reader.error(`one of ${operators.join('  ')} was expected after the label “${label}”`);
  const token = reader.expect('string', 'a value in quotes');
  const value = token.text;
  if (operator === '=') return { label, operator, value, accepts: (actual) => actual === value };
  if (operator === '!=') return { label, operator, value, accepts: (actual) => actual !== value };
  const regex = compile(reader, token);
  const wanted = operator === '=~';
  return { label, operator, value, accepts: (actual) => regex.test(actual) === wanted };
}

/** PromQL's expressions match the whole value. */
function compile(reader: TokenReader, token: Token): RegExp {
  try {
    return new RegExp(`^(?:${token.text})$`, 's');
  } catch {
    throw reader.error(`“${token.text}” is not a regular expression`, token);
  }
}

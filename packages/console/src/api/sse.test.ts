import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSseParser } from './sse.ts';

test('an event is given back once its blank line has arrived', () => {
  const parse = createSseParser();
  expect(parse('event: state\ndata: {"a":1}\n')).toEqual([]);
  expect(parse('\n')).toEqual([{ event: 'state', data: '{"a":1}' }]);
});

test('several data lines are joined, comments and unknown fields are skipped, CRLF is understood', () => {
  const parse = createSseParser();
  expect(parse(': hello\r\nid: 7\r\ndata: one\r\ndata:two\r\n\r\n')).toEqual([
    { event: 'message', data: 'one\ntwo' },
  ]);
});

test('a blank line without data is no event, and does not leak its name into the next one', () => {
  const parse = createSseParser();
  expect(parse('event: state\n\ndata: x\n\n')).toEqual([{ event: 'message', data: 'x' }]);
});

test('however the stream is cut into pieces, the events are the same', () => {
  const stream =
    'event: state\ndata: {"n":1}\n\n: beat\n\nevent: state\r\ndata: {"n":2}\r\n\r\ndata: last\n\n';
  const whole = createSseParser()(stream);
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
      const parse = createSseParser();
      const bounds = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
      const pieces = bounds.slice(1).map((to, index) => stream.slice(bounds[index], to));
      expect(pieces.flatMap((piece) => parse(piece))).toEqual(whole);
    }),
  );
});

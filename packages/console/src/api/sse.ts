export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Makes a parser for a `text/event-stream` that arrives in pieces; each call takes the next piece and gives back the
 * events it completed. Source: WHATWG HTML, "Interpreting an event stream". Comments, `id` and `retry` are skipped:
 * each event carries the whole state, so there is nothing to resume.
 *
 * The browser's EventSource cannot send an Authorization header, hence a parser of our own.
 */
export function createSseParser(): (piece: string) => ServerSentEvent[] {
  let rest = '';
  let event = '';
  let data: string[] = [];

  const takeLine = (line: string, into: ServerSentEvent[]) => {
    if (line === '') {
      if (data.length > 0) into.push({ event: event || 'message', data: data.join('\n') });
      event = '';
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  };

  return (piece) => {
    const events: ServerSentEvent[] = [];
    // Only the new part can hold a line's end: a large state must not be searched anew for each piece.
    let end = piece.indexOf('\n');
    let start = 0;
    while (end >= 0) {
      const line = rest + piece.slice(start, end);
      rest = '';
      takeLine(line.endsWith('\r') ? line.slice(0, -1) : line, events);
      start = end + 1;
      end = piece.indexOf('\n', start);
    }
    rest += piece.slice(start);
    return events;
  };
}

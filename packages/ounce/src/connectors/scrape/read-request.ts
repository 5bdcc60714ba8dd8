import { serviceKey } from '@ounce/core';
import type { MetricReading, MetricRequest } from '../../ports/index.ts';
import type { World } from './collect.ts';
import type { CounterHistory } from './counter-history.ts';
import { evaluate } from './evaluate.ts';
import { namesIn } from './names.ts';
import type { Expression } from './query/model.ts';
import type { Scrape } from './scrape-target.ts';

interface Question {
  readonly request: MetricRequest;
  readonly expression: Expression | Error;
}

interface ThisRead {
  readonly scrapes: ReadonlyMap<string, Scrape>;
  readonly history: CounterHistory;
  readonly read: object;
}

/** Answers one request from what the instances said. */
export function readRequest({ request, expression }: Question, thisRead: ThisRead): MetricReading {
  const { id } = request;
  if (expression instanceof Error) return { id, kind: 'missing', why: expression.message };
  const instances = instancesOf(request.targets, thisRead.scrapes);
  if (typeof instances === 'string') return { id, kind: 'missing', why: instances };
  const historyKey = `${serviceKey(request)} ${request.query}`;
  const world: World = { ...thisRead, instances, historyKey };
  const names = request.nameBy === undefined ? undefined : namesIn(expression, request.nameBy, world);
  return { id, ...evaluate(expression, world), ...(names && { names }) };
}

/**
 * The instances that answered. One that is there and does not answer leaves a hole in every sum, so that nothing can be
 * said (the reason is returned); one where nobody listens is gone and has nothing to add.
 */
function instancesOf(
  targets: readonly string[],
  scrapes: ReadonlyMap<string, Scrape>,
): World['instances'] | string {
  const instances = new Map<string, Extract<Scrape, { kind: 'samples' }>>();
  for (const target of targets) {
    const scrape = scrapes.get(target);
    if (scrape?.kind === 'failed') return scrape.why;
    if (scrape?.kind === 'samples') instances.set(target, scrape);
  }
  if (instances.size > 0) return instances;
  return targets.length === 0 ? 'there is no instance to read' : `nobody listens at ${targets.join(', ')}`;
}

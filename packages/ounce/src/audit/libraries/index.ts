import type { Library, Shape } from '../shape.ts';
import { axios, got } from './axios.ts';
import { aws, pubsub } from './cloud.ts';
import { ky, otherFetches, undici } from './fetch.ts';
import { cockatiel, opossum, ounceGuard } from './guards.ts';
import { grpc, http, http2, net } from './http.ts';
import { mongodb } from './mongodb.ts';
import { nats, pgBoss } from './nats.ts';
import { amqp, kafka } from './queues.ts';
import { redis } from './redis.ts';
import { mysql, pg, postgresJs } from './sql.ts';

/** Everything the audit knows: those that call, and those that guard. */
const libraries: readonly Library[] = [
  undici,
  otherFetches,
  ky,
  axios,
  got,
  http,
  http2,
  net,
  pg,
  postgresJs,
  mysql,
  mongodb,
  redis,
  nats,
  pgBoss,
  kafka,
  amqp,
  aws,
  pubsub,
  grpc,
  ounceGuard,
  opossum,
  cockatiel,
];

/** The library that a module specifier names, if the audit knows it. */
export function libraryOf(specifier: string): Library | undefined {
  if (!known.has(specifier))
    known.set(
      specifier,
      libraries.find(({ isModule }) => isModule(specifier)),
    );
  return known.get(specifier);
}

const known = new Map<string, Library | undefined>();

/** What a value of an exported type is: by the table, or because the type is a class. */
export function shapeOfType(
  { types = {}, module }: Library,
  specifier: string,
  name: string,
): Shape | undefined {
  return Object.hasOwn(types, name) ? types[name] : module(specifier).member?.(name)?.constructs;
}

import { OunceError } from '@ounce/core';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  binaryAttributes,
  binaryData,
  type CloudEvent,
  cloudEvent,
  cloudEvents,
  type PlainEvent,
  plainEvents,
} from '../types.ts';

type ReadEvents =
  | { readonly kind: 'plain'; readonly events: readonly PlainEvent[] }
  | { readonly kind: 'cloud'; readonly events: readonly CloudEvent[] };

/**
 * Which of the four ways a request says its events in, by content type and headers.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 * Throws OUNCE_E_BAD_REQUEST.
 */
export function readEvents({ headers, body }: FastifyRequest): ReadEvents {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/cloudevents-batch+json')
    return { kind: 'cloud', events: checked(cloudEvents, body) };
  if (type === 'application/cloudevents+json') return { kind: 'cloud', events: [checked(cloudEvent, body)] };
  if (headers['ce-specversion'] !== undefined || headers['ce-id'] !== undefined) {
    const data = checked(binaryData, body);
    return { kind: 'cloud', events: [{ ...checked(binaryAttributes, attributesOf(headers)), data }] };
  }
  const plain = checked(plainEvents, body);
  return { kind: 'plain', events: Array.isArray(plain) ? plain : [plain] };
}

/** Values of headers are percent-encoded where they are not plain ASCII. */
function attributesOf(headers: FastifyRequest['headers']): Record<string, string> {
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('ce-') && typeof value === 'string' ? [[name.slice(3), decoded(value)] as const] : [],
  );
  return Object.fromEntries(attributes);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replace(/^"(.*)"$/, '$1'));
  } catch {
    throw new OunceError(
      'OUNCE_E_BAD_REQUEST',
      `The header value ${JSON.stringify(value)} is not percent-encoded.`,
    );
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new OunceError('OUNCE_E_BAD_REQUEST', `The events cannot be used: ${z.prettifyError(parsed.error)}`, {
    mend: 'docs/incidents.md has an example of each way.',
  });
}

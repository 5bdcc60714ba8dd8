import { OunceError } from '@ounce/core';
import { type EventName, eventNames } from './events.ts';

/** The attributes of a CloudEvent 1.0 that Ounce looks at. https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md */
export interface CloudEventAttributes {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string | undefined;
}

/**
 * Which event the type names, and what the incident is called by its sender: the id in the data, else the event's subject, else
 * (where it opens one) the event's id; always within its source, because ids are unique only there.
 * Throws OUNCE_E_BAD_REQUEST for a type or an id that says nothing.
 */
export function readCloudEvent(
  { id, source, type, subject }: CloudEventAttributes,
  dataId: string | undefined,
): { event: EventName; externalId: string } {
  const event = eventNames.find((name) => type === `incident.${name}` || type.endsWith(`.incident.${name}`));
  if (!event) {
    const known = eventNames.map((name) => `incident.${name}`).join(', ');
    throw new OunceError(
      'OUNCE_E_BAD_REQUEST',
      `The CloudEvent's type ${JSON.stringify(type)} means nothing here; its end must be one of ${known}.`,
    );
  }
  const own = dataId ?? subject ?? (event === 'opened' ? id : undefined);
  if (own === undefined)
    throw new OunceError(
      'OUNCE_E_BAD_REQUEST',
      `The CloudEvent ${JSON.stringify(id)} does not say which incident it is about: give \`subject\` or \`data.id\`.`,
    );
  return { event, externalId: `${source} ${own}` };
}

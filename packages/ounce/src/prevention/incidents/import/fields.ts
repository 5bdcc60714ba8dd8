/** What a column of a history may mean, with the names that people give it (lower case, letters and digits only). */
const importFields = {
  id: ['id', 'incidentid', 'externalid', 'number', 'key', 'ticket', 'reference'],
  started: [
    ...['startedat', 'started', 'start', 'starttime', 'startsat', 'startdate', 'begin', 'began', 'beganat'],
    ...['createdat', 'created', 'openedat', 'opened', 'date', 'timestamp'],
  ],
  detected: ['detectedat', 'detected', 'alertedat', 'noticedat', 'declaredat'],
  acknowledged: ['acknowledgedat', 'acknowledged', 'ackat', 'acked', 'ackedat'],
  mitigated: ['mitigatedat', 'mitigated'],
  resolved: [
    ...['resolvedat', 'resolved', 'end', 'ended', 'endedat', 'endtime', 'endsat', 'enddate'],
    ...['closedat', 'closed', 'finishedat', 'fixedat'],
  ],
  durationMinutes: ['durationminutes', 'durationmins', 'minutes'],
  durationSeconds: ['durationseconds', 'durationsecs', 'seconds'],
  severity: ['severity', 'sev', 'priority', 'impact', 'level', 'state', 'urgency'],
  type: ['type', 'incidenttype', 'category'],
  service: ['service', 'servicename', 'site', 'component', 'components', 'application', 'app', 'system'],
  region: ['region', 'datacenter', 'location', 'cluster'],
  summary: ['title', 'summary', 'name', 'subject', 'description', 'message'],
  customersAffected: [
    'customersaffected',
    'customers',
    'usersaffected',
    'affectedusers',
    'affectedcustomers',
  ],
  drill: ['drill', 'isdrill', 'exercise'],
  // Which of several histories in one file a row belongs to: each was watched for a time of its own.
  history: ['history', 'sourcerepo', 'sourcerepository', 'statuspage', 'monitor', 'monitorname'],
} as const;

export type ImportField = keyof typeof importFields;

/** Which column says what. */
export type ColumnMap = Readonly<Partial<Record<ImportField, string>>>;

const fieldNames = Object.keys(importFields) as ImportField[];

export const isImportField = (name: string): name is ImportField => Object.hasOwn(importFields, name);

/** The likeliest meaning of each column: of several names that fit, the one that stands first in the list. */
export function guessColumns(columns: readonly string[]): ColumnMap {
  const plain = new Map(columns.map((column) => [plainName(column), column] as const).toReversed());
  const guesses = fieldNames.flatMap((field) => {
    const name = importFields[field].find((alias) => plain.has(alias));
    return name === undefined ? [] : [[field, plain.get(name)!] as const];
  });
  return Object.fromEntries(guesses);
}

/** `Started At (UTC)` is `startedat`. */
const plainName = (column: string): string =>
  column
    .toLowerCase()
    .replace(/\(.*?\)/g, '')
    .replace(/[^a-z0-9]/g, '')
    .replace(/(?<=at|time)utc$/, '');

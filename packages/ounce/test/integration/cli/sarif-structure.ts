/**
 * What the SARIF 2.1.0 schema asks of the parts that the audit writes: required properties, types and enumerations, and no property that the standard does
 * not have.
 */
const text = { type: 'string' } as const;
const line = { type: 'integer', minimum: 1 } as const;
const message = {
  type: 'object',
  required: ['text'],
  properties: { text, markdown: text },
  additionalProperties: false,
} as const;
const level = { enum: ['none', 'note', 'warning', 'error'] } as const;
const bag = { type: 'object' } as const;

const rule = {
  type: 'object',
  required: ['id'],
  properties: {
    ...{ id: text, name: text, shortDescription: message, fullDescription: message, help: message },
    defaultConfiguration: { type: 'object', properties: { level }, additionalProperties: false },
    properties: { type: 'object', properties: { tags: { type: 'array', items: text, uniqueItems: true } } },
  },
  additionalProperties: false,
} as const;

const location = {
  type: 'object',
  properties: {
    physicalLocation: {
      type: 'object',
      required: ['artifactLocation'],
      properties: {
        artifactLocation: {
          type: 'object',
          properties: { uri: { type: 'string', pattern: '^[^ \\\\]+$' }, uriBaseId: text },
          additionalProperties: false,
        },
        region: {
          type: 'object',
          properties: { startLine: line, startColumn: line, endLine: line, endColumn: line },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
    logicalLocations: {
      type: 'array',
      uniqueItems: true,
      items: {
        type: 'object',
        properties: { fullyQualifiedName: text, kind: text },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
} as const;

const result = {
  type: 'object',
  required: ['message'],
  properties: {
    ...{ ruleId: text, level, message, properties: bag },
    ruleIndex: { type: 'integer', minimum: -1 },
    baselineState: { enum: ['new', 'unchanged', 'updated', 'absent'] },
    locations: { type: 'array', items: location },
    partialFingerprints: { type: 'object', additionalProperties: text },
  },
  additionalProperties: false,
} as const;

const driver = {
  type: 'object',
  required: ['name'],
  properties: {
    name: text,
    semanticVersion: text,
    rules: { type: 'array', uniqueItems: true, items: rule },
  },
  additionalProperties: false,
} as const;

const run = {
  type: 'object',
  required: ['tool'],
  properties: {
    tool: { type: 'object', required: ['driver'], properties: { driver }, additionalProperties: false },
    invocations: {
      type: 'array',
      items: {
        type: 'object',
        required: ['executionSuccessful'],
        properties: { executionSuccessful: { type: 'boolean' } },
      },
    },
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    originalUriBaseIds: { type: 'object', additionalProperties: { type: 'object' } },
    results: { type: 'array', items: result },
    properties: bag,
  },
  additionalProperties: false,
} as const;

export const sarifStructure = {
  type: 'object',
  required: ['version', 'runs'],
  properties: { $schema: text, version: { const: '2.1.0' }, runs: { type: 'array', items: run } },
  additionalProperties: false,
} as const;

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isOunceError, type OunceError } from '@ounce/core';
import { describe, expect, test } from 'vitest';
import { loadConfig } from './index.ts';

const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));
const load = (file: string) => loadConfig({ cwd: fixtures, file });

async function refusalOf(file: string): Promise<OunceError> {
  const error = await load(file).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isOunceError(error)) throw new Error(`${file} was not refused`);
  return error;
}

/** What the message says of each file, besides its name. */
const bad: Readonly<Record<string, readonly string[]>> = {
  'misspelt-key.yaml': ['fleet.region: there is no such key; did you mean "regions"?'],
  'nothing.yaml': ['fleet is missing: expected object'],
  'not-an-object.yaml': ['the whole file is "just words": expected object'],
  'misspelt-signal.yaml': ['services.a.metrics.queueDept: there is no such key; did you mean "queueDepth"?'],
  'misspelt-control.yaml': [
    'services.a.controls.predictive-scalin: there is no such key; did you mean "predictive-scaling"?',
  ],
  'guard-rails.yaml': [
    'has 2 faults',
    'services.a.controls.predictive-scaling.guardRails.floor is -1: too small: expected number to be >=0',
    'guardRails.ceilin: there is no such key; did you mean "ceiling"?',
  ],
  'floor-above-ceiling.yaml': ['services.a.controls.predictive-scaling.guardRails: ', 'floor', 'ceiling'],
  'misspelt-kind.yaml': ['journal.kind is "postgress": ', 'did you mean "postgres"?'],
  'misspelt-key-of-a-kind.yaml': ['journal.pth: there is no such key; did you mean "path"?'],
  'bad-name.yaml': ['services.Gateway: the name cannot be used; expected lower-case letters'],
  'misspelt-value.yaml': [
    'services.a.chaos is "alowed": expected one of "allowed"|"refused"; did you mean "allowed"?',
  ],
  'text-for-a-number.yaml': ['api.port is "7077": expected number'],
  'bad-address.yaml': ['connectors.prometheus.url is "nope": expected an http(s) address such as'],
  'unknown-service.yaml': [
    'services.consumer.metrics.queueDepth.of is "gatway": there is no such service; did you mean "gateway"?',
  ],
  'missing-source.yaml': [
    'services.a.metrics.queueDepth is read from prometheus, but connectors.prometheus is missing',
  ],
  'detects-nothing.yaml': [
    'services.a.detect.queue_backlog watches queueDepth, but metrics.queueDepth is missing',
  ],
  'opens-and-closes.yaml': ['services.a.detect.queue_backlog: normalBelow (100) is above the threshold'],
  'guard-settings.yaml': ['services.a.guard.dependencies.payments.breaker.breakMs', 'must be from 1 to'],
  'unknown-region.yaml': ['services.a.regions.0 is "wset": there is no such region; did you mean "west"?'],
  'unknown-fault-target.yaml': [
    'connectors.faults.urls.trafic: there is no such service; did you mean "traffic"?',
  ],
  'two-platforms.yaml': ['services.a.process and kubernetes: only one can run it'],
  'keda-missing.yaml': ['services.a.kubernetes.scaleThrough is "keda", but connectors.keda is missing'],
  'bad-template.yaml': ['services.a.systemd.template is "a@.service": expected the name of a template unit'],
  'broken.yaml': ['cannot be read: ', 'line 3'],
  'broken.json': ['cannot be read: ', 'line 1 column 27'],
  'no-default.mjs': ['cannot be read', 'it has no `export default`'],
};

describe('a config that cannot be used', () => {
  test.each(Object.entries(bad))('%s says what and where', async (file, says) => {
    const error = await refusalOf(`bad/${file}`);
    expect(error.code).toBe('OUNCE_E_CONFIG_INVALID');
    expect(error.mend).not.toBe('');
    for (const part of [file, ...says]) expect(error.message).toContain(part);
  });

  test('has a sentence here for every fixture', () => {
    expect(readdirSync(`${fixtures}/bad`).sort()).toEqual(Object.keys(bad).sort());
  });

  test('is told apart from one that is not there', async () => {
    expect(await refusalOf('bad/none.yaml')).toMatchObject({ code: 'OUNCE_E_CONFIG_NOT_FOUND' });
    await expect(loadConfig({ cwd: fixtures })).rejects.toMatchObject({ code: 'OUNCE_E_CONFIG_NOT_FOUND' });
  });
});

describe('a config that can be used', () => {
  test('is the same in YAML, JSON and JavaScript', async () => {
    const [yaml, json, mjs] = await Promise.all(
      ['yaml', 'json', 'mjs'].map(async (end) => (await load(`good/minimal.${end}`)).config),
    );
    expect(json).toEqual(yaml);
    expect(mjs).toEqual(yaml);
  });

  test('has every default filled in and cannot be changed', async () => {
    const { config } = await load('good/minimal.yaml');
    expect(config).toMatchObject({
      stateFolder: '.ounce',
      services: {},
      intervals: { queueDepthMs: 10_000, errorRateMs: 5_000, latencyMs: 10_000 },
      journal: { kind: 'file' },
      api: { host: '127.0.0.1', port: 7077 },
    });
    expect(() => Object.assign(config.api, { port: 1 })).toThrow(TypeError);
  });

  test('keeps what was written and says nothing may be injected where nothing was said', async () => {
    const { config } = await load('good/whole.yaml');
    expect(config.services.consumer?.controls['predictive-scaling']).toMatchObject({
      mode: 'gradual',
      gradualShare: 0.1,
      guardRails: { ceiling: 20 },
    });
    expect(config.services.consumer?.chaos).toBe('allowed');
    expect(config.services.gateway?.chaos).toBe('refused');
  });
});

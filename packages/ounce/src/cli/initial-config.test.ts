import { stripTypeScriptTypes } from 'node:module';
import { controls } from '@ounce/core';
import { expect, test } from 'vitest';
import { checkConfig } from '../config/index.ts';
import { initialConfig } from './initial-config.ts';

/** What the text exports, without a module that it could import from. */
function evaluate(text: string): unknown {
  const script = stripTypeScriptTypes(text)
    .replace(/^import .*$/m, 'const defineConfig = (config) => config;')
    .replace('export default', 'return');
  return new Function(script)();
}

test('what `ounce init` writes can be used as it is, and nothing in it may be injected into', () => {
  const config = checkConfig(evaluate(initialConfig()), 'ounce.config.ts');
  expect(config.services['my-service']?.chaos).toBe('refused');
});

test.each(['kubernetes: { kind', 'systemd: { template'])('with `%s` in place of a process', (how) => {
  const text = initialConfig()
    .replace(`// ${how}`, how)
    .replaceAll(/\/\/ ((?:kubernetes: \{ kubeconfig|keda|externalMetrics|systemd: \{ user).*)/g, '$1');
  const { connectors } = checkConfig(evaluate(text), 'ounce.config.ts');
  expect([connectors.keda?.address, connectors.externalMetrics?.address]).toEqual([
    '0.0.0.0:7078',
    '0.0.0.0:7443',
  ]);
});

test('every control’s commented settings are its defaults', () => {
  const text = initialConfig();
  for (const { id, settings } of controls) {
    expect(text).toContain(`'${id}'`);
    for (const [name, { default: value }] of Object.entries(settings as Record<string, { default: number }>))
      expect(text).toContain(`${name}: ${value},`);
  }
});

test('with every comment of an example taken away it can be used as well', () => {
  const text = initialConfig()
    .replaceAll(
      /^(\s+)\/\/ (\s*(?:process|admission|queueDepth|arrivalRate|serviceRate|errorRate|queue_backlog):)/gm,
      '$1$2',
    )
    .replaceAll(
      /^(\s+)\/\/ (\s*(?:prometheus|webhooks|'[a-z-]+'|mode|settings|guardRails|\w+: -?[\d.]+,|\}))/gm,
      '$1$2',
    );
  const config = checkConfig(evaluate(text), 'ounce.config.ts');
  expect(Object.keys(config.services['my-service']?.controls ?? {})).toEqual(controls.map(({ id }) => id));
  expect(config.connectors.webhooks).toHaveLength(1);
});

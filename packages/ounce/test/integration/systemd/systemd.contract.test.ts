import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examine } from '../../../src/app/doctor.ts';
import { platformOf } from '../../../src/app/platforms/index.ts';
import { loadConfig } from '../../../src/config/index.ts';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { examineSystemd, systemdPlatform } from '../../../src/connectors/systemd/index.ts';
import { type PlatformHarness, platformContract } from '../../../src/ports/platform.contract.ts';
import { type OwnSystemd, ownSystemd, whyNone } from './own-systemd.ts';

const clock = systemClock();
const ref = { service: 'consumer', region: 'local' };
const { signal } = new AbortController();

const consumer = `[Unit]
DefaultDependencies=no
StartLimitIntervalSec=0
[Service]
ExecStart=/bin/sleep 1000000
Restart=always
RestartSec=50ms
TimeoutStopSec=20s
`;
/** Ignores SIGTERM, as one that hangs does. */
const stubborn = consumer.replace(
  '/bin/sleep 1000000',
  '/bin/sh -c \'trap "" TERM; while :; do sleep 1; done\'',
);
const broken = consumer.replace('/bin/sleep 1000000', '/bin/false').replace('Restart=always', 'Restart=no');

const why = whyNone();

describe.skipIf(why)(why ? `a real systemd (skipped: ${why})` : 'a real systemd', () => {
  let systemd: OwnSystemd;
  beforeAll(async () => {
    systemd = await ownSystemd({
      'consumer@.service': consumer,
      'stubborn@.service': stubborn,
      'broken@.service': broken,
    });
  });
  afterAll(() => systemd.close());
  const open = (template = 'consumer', user = false) =>
    systemdPlatform({
      ...{ clock, region: 'local', user, command: user ? systemd.userCommand : systemd.command },
      services: { consumer: { template, url: 'http://127.0.0.1:91{instance}' } },
    });

  async function make(user = false): Promise<PlatformHarness> {
    let platform = open('consumer', user);
    await platform.scale(ref, 1, signal);
    return {
      platform,
      ref,
      unknown: { service: 'nobody', region: 'local' },
      async until(is) {
        const giveUpMs = clock.monotonicMs() + 15_000;
        for (;;) {
          const status = await platform.status(ref, signal);
          if (is(status)) return status;
          if (clock.monotonicMs() > giveUpMs) throw new Error(`it stays ${JSON.stringify(status)}`);
          await clock.sleep(20);
        }
      },
      crash: async (id) => void (await systemctlOf(user)('kill', '--signal=SIGKILL', id)),
      async reopen() {
        await platform.close({ stop: false });
        platform = open('consumer', user);
        return platform;
      },
      close: () => platform.close({ stop: true }),
    };
  }
  const systemctlOf = (user: boolean) => (user ? systemd.userSystemctl : systemd.systemctl);
  platformContract(make);

  describe('the manager of an ordinary user', () => {
    platformContract(() => make(true));

    test('one that hangs is killed, and the doctor says whose manager it is', async () => {
      const platform = open('stubborn', true);
      await platform.scale(ref, 1, signal);
      const first = async () => (await platform.status(ref, signal)).instances[0];
      await expect.poll(async () => (await first())?.state).toBe('ready');
      const before = await first();
      await platform.restart(ref, 'stubborn@1.service', signal, { unresponsive: true });
      await expect
        .poll(async () => (await first())?.startedAtMs ?? 0, { timeout: 5_000 })
        .toBeGreaterThan(before!.startedAtMs);
      await systemd.userSystemctl('kill', '--signal=SIGKILL', 'stubborn@1.service');
      await platform.scale(ref, 0, signal);
      const { says, hasTemplate } = await examineSystemd(
        { user: true, command: systemd.userCommand },
        signal,
      );
      expect(says).toMatch(/^systemd \d+, the user’s own manager$/);
      expect(await hasTemplate('consumer')).toBe('consumer@.service is there');
    });
  });

  test('numbers are the lowest that are free, and addresses hold them', async () => {
    const { platform, until, close } = await make();
    await platform.scale(ref, 3, signal);
    await until(({ instances }) => instances.length === 3);
    await systemd.systemctl('stop', 'consumer@2.service');
    await platform.scale(ref, 3, signal);
    const { instances } = await platform.status(ref, signal);
    expect(instances.map(({ id }) => id)).toEqual([
      'consumer@1.service',
      'consumer@2.service',
      'consumer@3.service',
    ]);
    expect(instances[1]!.url).toBe('http://127.0.0.1:9102');
    await close();
  });

  test('an instance that a person has named is not ours', async () => {
    const { platform, close } = await make();
    await systemd.systemctl('start', 'consumer@test.service');
    expect((await platform.status(ref, signal)).desired).toBe(1);
    await platform.scale(ref, 0, signal);
    expect((await systemd.systemctl('is-active', 'consumer@test.service')).trim()).toBe('active');
    await systemd.systemctl('stop', 'consumer@test.service');
    await close();
  });

  test('one that hangs is killed, not waited for', async () => {
    const platform = open('stubborn');
    await platform.scale(ref, 1, signal);
    await expect.poll(async () => (await platform.status(ref, signal)).instances[0]?.state).toBe('ready');
    const [before] = (await platform.status(ref, signal)).instances;
    await platform.restart(ref, 'stubborn@1.service', signal, { unresponsive: true });
    await expect
      .poll(async () => (await platform.status(ref, signal)).instances[0]?.startedAtMs ?? 0, {
        timeout: 5_000,
      })
      .toBeGreaterThan(before!.startedAtMs);
    await systemd.systemctl('kill', '--signal=SIGKILL', 'stubborn@1.service');
    await platform.scale(ref, 0, signal);
  });

  test('one that has failed is said to be, and is forgotten when it is not wanted', async () => {
    const platform = open('broken');
    await platform.scale(ref, 1, signal);
    await expect.poll(async () => (await platform.status(ref, signal)).instances[0]?.state).toBe('failed');
    expect((await platform.status(ref, signal)).desired).toBe(1);
    await platform.scale(ref, 0, signal);
    expect(await platform.status(ref, signal)).toMatchObject({ desired: 0, instances: [] });
  });

  test('from the config: the doctor looks at it, and the platform runs it beside processes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ounce-systemd-config-'));
    const before = process.env.PATH;
    try {
      writeFileSync(
        join(folder, 'systemctl'),
        `#!/bin/sh\nPATH=${before}\nexec ${systemd.command.join(' ')} "$@"\n`,
        {
          mode: 0o755,
        },
      );
      process.env.PATH = `${folder}:${before}`;
      const services = {
        consumer: { systemd: { template: 'consumer' } },
        lost: { systemd: { template: 'nobody' } },
        other: {},
      };
      writeFileSync(
        join(folder, 'ounce.config.json'),
        JSON.stringify({ fleet: { name: 'x' }, api: { port: 0 }, services }),
      );
      const findings = await examine({ cwd: folder });
      const of = (what: string) => findings.find((finding) => finding.what === what);
      expect(of('systemd')).toMatchObject({ ok: true, says: expect.stringMatching(/^systemd \d+/) });
      expect(of('services.consumer.systemd')).toMatchObject({ ok: true });
      expect(of('services.lost.systemd')).toMatchObject({
        ok: false,
        mend: expect.stringContaining('daemon-reload'),
      });
      const { config } = await loadConfig({ cwd: folder });
      const platform = await platformOf(config, {
        ...{ folder, stateFolder: join(folder, '.ounce'), region: 'local', clock, log: () => {} },
      });
      await platform.scale(ref, 2, signal);
      await expect.poll(async () => (await platform.status(ref, signal)).instances.length).toBe(2);
      await expect(platform.status({ service: 'other', region: 'local' }, signal)).rejects.toThrow(
        'Nobody runs other@local',
      );
      await platform.close({ stop: true });
      process.env.PATH = before;
      expect((await systemd.systemctl('list-units', '--no-legend', 'consumer@*')).trim()).toBe('');
    } finally {
      process.env.PATH = before;
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('the doctor’s questions', async () => {
    const { says, hasTemplate } = await examineSystemd({ user: false, command: systemd.command }, signal);
    expect(says).toMatch(/^systemd \d+/);
    expect(await hasTemplate('consumer')).toBe('consumer@.service is there');
    await expect(hasTemplate('nobody')).rejects.toMatchObject({ code: 'OUNCE_E_PLATFORM', retry: false });
  });
});

import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from './settings.ts';

describe('readSettings', () => {
  it('takes the environment, and the fallback where a variable is absent or empty', () => {
    const settings = readSettings(
      { PORT: '8080', RATE: '', URL: 'http://127.0.0.1:1/', KEEP: 'true' },
      (read) => ({
        port: read.integer('PORT', 0, { from: 0, to: 65_535 }),
        rate: read.number('RATE', 8, { from: 0, to: 100 }),
        url: read.url('URL', 'http://127.0.0.1:7000'),
        keep: read.flag('KEEP', false),
        name: read.text('NAME', 'gateway'),
        absent: read.optional('ABSENT'),
      }),
    );
    expect(settings).toEqual({
      port: 8080,
      rate: 8,
      url: 'http://127.0.0.1:1',
      keep: true,
      name: 'gateway',
      absent: undefined,
    });
  });

  it('names every fault at once: the variable, what was expected, what was there', () => {
    const read = () =>
      readSettings({ PORT: '80.5', URL: 'gateway', KEEP: 'yes', RATE: 'NaN' }, (reader) => [
        reader.integer('PORT', 0, { from: 0, to: 65_535 }),
        reader.url('URL', 'http://127.0.0.1:7000'),
        reader.flag('KEEP', false),
        reader.number('RATE', 8, { from: 0, to: 100 }),
        reader.url('OTHER_URL', 'http://127.0.0.1:7000'),
      ]);
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(
      [
        'PORT: expected an integer from 0 to 65535, got "80.5"',
        'URL: expected an http URL such as http://127.0.0.1:7000, got "gateway"',
        'KEEP: expected true or false, got "yes"',
        'RATE: expected a number from 0 to 100, got "NaN"',
        'OTHER_URL: expected an http URL such as http://127.0.0.1:7000, it is not set',
      ].join('\n'),
    );
  });
});

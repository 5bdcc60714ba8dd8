import { describe, expect, it } from 'vitest';
import { parsePostmasterFile } from './home-folder.ts';

const whole = '4242\n/var/tmp/fleet/data\n1700000000\n5433\n\n127.0.0.1\n  1234567  32769\nready   \n';

describe('parsePostmasterFile', () => {
  it('reads the pid, the port and whether the server takes connections', () => {
    expect(parsePostmasterFile(whole)).toEqual({ pid: 4242, port: 5433, ready: true });
    expect(parsePostmasterFile(whole.replace('ready', 'starting'))).toMatchObject({ ready: false });
  });

  it.each(['', '4242\n', '4242\n/data\n17', '1\n/data\n17\n5433', '-4242\n/data\n17\n5433'])(
    'takes a file that is half written or names no possible server for none: %j',
    (text) => {
      expect(parsePostmasterFile(text)).toBeUndefined();
    },
  );
});

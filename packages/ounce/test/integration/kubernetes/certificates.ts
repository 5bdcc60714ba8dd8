import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Authority {
  readonly cert: string;
  issue(name: string): Certificate;
  remove(): void;
}

/** A certificate authority of its own, made by openssl, for 127.0.0.1. */
export function authority(title: string): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'ounce-ca-'));
  const path = (name: string) => join(folder, name);
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-days',
    '2',
    '-subj',
    `/CN=${title}`,
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
  );
  return {
    cert: readFileSync(path('ca.crt'), 'utf8'),
    issue(name) {
      writeFileSync(path('ext'), 'subjectAltName=IP:127.0.0.1,DNS:localhost');
      openssl('req', ...key, '-subj', `/CN=${name}`, '-keyout', 'one.key', '-out', 'one.csr');
      const signing = [
        '-CA',
        'ca.crt',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-days',
        '2',
        '-extfile',
        'ext',
      ];
      openssl('x509', '-req', '-in', 'one.csr', ...signing, '-out', 'one.crt');
      return { cert: readFileSync(path('one.crt'), 'utf8'), key: readFileSync(path('one.key'), 'utf8') };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

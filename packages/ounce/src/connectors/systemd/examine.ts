import { OunceError } from '@ounce/core';
import { systemctlOf } from './systemctl.ts';

/** `--timestamp=us+utc` is understood since. */
const leastVersion = 248;

interface ExamineOptions {
  readonly user: boolean;
  readonly command?: readonly string[];
}

/** The manager that answers and its version; rejects when there is none, or it is too old. */
export async function examineSystemd(
  { user, command = ['systemctl'] }: ExamineOptions,
  signal: AbortSignal,
): Promise<{ readonly says: string; readonly hasTemplate: (template: string) => Promise<string> }> {
  const systemctl = systemctlOf(command, user);
  const version = Number(/^systemd (\d+)/.exec(await systemctl(['--version'], signal))?.[1] ?? Number.NaN);
  if (!(version >= leastVersion))
    throw new OunceError('OUNCE_E_PLATFORM', `systemd ${version} is too old.`, {
      mend: `systemd ${leastVersion} or later is needed.`,
    });
  // Fails where no manager runs, e.g. in most containers.
  await systemctl(['show', '--property=Version'], signal);
  return {
    says: `systemd ${version}${user ? ', the user’s own manager' : ''}`,
    async hasTemplate(template) {
      const state = (
        await systemctl(['show', '--property=LoadState', `${template}@1.service`], signal)
      ).trim();
      if (state !== 'LoadState=loaded')
        throw new OunceError('OUNCE_E_PLATFORM', `systemd says ${state} of ${template}@1.service.`, {
          mend: `Install the template unit ${template}@.service, then run systemctl daemon-reload.`,
        });
      return `${template}@.service is there`;
    },
  };
}

import { platformContract } from '../../../src/ports/platform.contract.ts';
import { ref, underTest } from './platform-under-test.ts';

platformContract(async () => {
  const it = underTest();
  return {
    platform: await it.open(),
    ref,
    unknown: { ...ref, service: 'nobody' },
    until: it.until,
    crash: async (instanceId) => void process.kill(it.record(instanceId).pid, 'SIGKILL'),
    reopen: () => it.reopen(),
    close: it.close,
  };
});

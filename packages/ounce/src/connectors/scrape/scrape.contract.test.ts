import { metricSourceContract } from '../../ports/metric-source.contract.ts';
import { systemClock } from '../clock/index.ts';
import { serveText } from './fixture-instance.ts';
import { scrapeSource } from './index.ts';

metricSourceContract(
  async () => {
    const instance = await serveText('queue_depth{queue="orders"} 42\nqueue_age_seconds NaN\n');
    const gone = await serveText('');
    await gone.close();
    const clock = systemClock();
    const targets = [instance.url];
    return {
      source: scrapeSource({ clock }),
      present: { query: 'sum(queue_depth{queue="orders"})', targets, value: 42 },
      absent: { query: 'queue_depth{queue="returns"}', targets },
      notANumber: { query: 'queue_age_seconds', targets },
      malformedQuery: 'sum(queue_depth',
      unreachable: {
        source: scrapeSource({ clock }),
        asked: { query: 'queue_depth', targets: [gone.url] },
      },
      close: () => instance.close(),
    };
  },
  { pingOfUnreachable: 'a scraper has no server of its own to ask' },
);

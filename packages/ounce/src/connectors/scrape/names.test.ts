import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock/index.ts';
import { serveText } from './fixture-instance.ts';
import { scrapeSource } from './index.ts';

describe('what a reading is about', () => {
  it('is the values of a label where the series is above 0, each once and in order', async () => {
    const instance = await serveText(`
state{dependency="search",state="open"} 1
state{dependency="payments",state="open"} 1
state{dependency="payments",state="half_open"} 0
state{dependency="mail",state="open"} 0
state{state="open"} 1
`);
    const source = scrapeSource({ clock: systemClock() });
    const request = {
      id: '1',
      service: 'shop',
      region: 'local',
      query: 'sum(state)',
      targets: [instance.url],
    };
    const [named, plain] = await source.read(
      [{ ...request, nameBy: 'dependency' }, request],
      AbortSignal.any([]),
    );
    await instance.close();
    expect(named).toMatchObject({ kind: 'value', value: 3, names: ['payments', 'search'] });
    expect(plain).not.toHaveProperty('names');
  });
});

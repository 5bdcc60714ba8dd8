import { describe, expect, it } from 'vitest';
import type { BreakerView } from '../../api/types.ts';
import { groupBreakers } from './group-breakers.ts';

const breaker = (changed: Partial<BreakerView>): BreakerView => ({
  service: 'gateway',
  region: 'local',
  instance: 'gateway-1',
  dependency: 'search',
  endpoint: '',
  state: 'closed',
  sinceMs: 1_000,
  heardAtMs: 9_000,
  calls: 10,
  failures: 1,
  rejected: 2,
  ...changed,
});

describe('circuits by dependency', () => {
  it('show the worst state of the instances, since it began, and how many are not closed', () => {
    const groups = groupBreakers([
      breaker({}),
      breaker({ instance: 'gateway-2', state: 'open', sinceMs: 5_000 }),
      breaker({ instance: 'gateway-3', state: 'open', sinceMs: 4_000 }),
      breaker({ instance: 'gateway-4', state: 'half-open', sinceMs: 2_000 }),
    ]);
    expect(groups).toMatchObject([
      { state: 'open', sinceMs: 4_000, notClosed: 3, instances: 4, calls: 40, failures: 4, rejected: 8 },
    ]);
  });

  it('put trouble first, then go by name, and keep endpoints apart', () => {
    const groups = groupBreakers([
      breaker({ dependency: 'mail' }),
      breaker({ endpoint: 'GET /report', state: 'half-open' }),
      breaker({ state: 'isolated' }),
      breaker({ service: 'consumer' }),
    ]);
    expect(groups.map(({ service, dependency, endpoint }) => `${service} ${dependency} ${endpoint}`)).toEqual(
      ['gateway search ', 'gateway search GET /report', 'consumer search ', 'gateway mail '],
    );
  });
});

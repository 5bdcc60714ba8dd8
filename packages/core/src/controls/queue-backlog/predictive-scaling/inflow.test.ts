import { describe, expect, it } from 'vitest';
import { repeat, viewWith } from '../../load/test-views.ts';
import { inflowOf } from './inflow.ts';

const busy = { ready: 2, readySinceMs: 0, perReplica: 10 };

describe('inflow', () => {
  it('P3: takes arrivals as they are reported', () => {
    const view = viewWith({ depth: repeat(30, 2), arrivals: repeat(30, 12), service: repeat(30, 12) });
    expect(inflowOf(view, busy, 1)).toMatchObject({ source: 'measured', rate: 12 });
  });

  it('P3: reads them off the queue when they are not reported, or stale', () => {
    const depth = [...repeat(20, 0), 100, 200, 300, 400, 500, 600, 700, 800];
    const series = { depth, service: repeat(28, 20) };
    expect(inflowOf(viewWith(series), busy, 1)).toMatchObject({ source: 'from-depth', rate: 30 });
    const stale = viewWith({ ...series, arrivals: repeat(28, 3), stale: ['arrivalRate'] });
    expect(inflowOf(stale, busy, 1)).toMatchObject({ source: 'from-depth', rate: 30 });
  });

  it('P3: takes the capacity in place of the service rate while the queue keeps the replicas busy', () => {
    const depth = [100, 200, 300, 400, 500, 600];
    expect(inflowOf(viewWith({ depth }), busy, 1)).toMatchObject({ source: 'while-busy', rate: 30 });
    expect(inflowOf(viewWith({ depth: repeat(6, 1) }), busy, 1).source).toBe('unknown');
  });

  it('P3: does not take the capacity of today for that of yesterday', () => {
    const view = viewWith({ depth: [100, 200, 300, 400, 500, 600], ready: 12 });
    const since = { ready: 12, readySinceMs: view.nowMs - 5000, perReplica: 10 };
    expect(inflowOf(view, since, 1).source).toBe('unknown');
  });

  it('P3: believes the growing queue where reported arrivals lag behind', () => {
    const view = viewWith({
      depth: [...repeat(25, 1), 300, 1000, 1700],
      arrivals: [...repeat(25, 8), 18, 28, 38],
      service: [...repeat(25, 8), 18, 20, 20],
    });
    const inflow = inflowOf(view, busy, 1);
    expect(inflow).toMatchObject({ source: 'from-depth' });
    expect('rate' in inflow && inflow.rate).toBeGreaterThan(80);
  });

  it('P5: one wild reading is not believed, two are', () => {
    const quiet = { depth: repeat(30, 1), service: repeat(30, 8) };
    const once = inflowOf(viewWith({ ...quiet, arrivals: [...repeat(29, 8), 800] }), busy, 1);
    expect(once).toMatchObject({ rate: 8 });
    const twice = inflowOf(viewWith({ ...quiet, arrivals: [...repeat(28, 8), 800, 800] }), busy, 1);
    expect(twice).toMatchObject({ rate: 800 });
    const drop = inflowOf(viewWith({ ...quiet, arrivals: [...repeat(29, 8), 0] }), busy, 1);
    expect(drop).toMatchObject({ rate: 8 });
  });

  it('P5: one reading is enough when the queue grew along with it', () => {
    const view = viewWith({
      depth: [...repeat(29, 1), 600],
      arrivals: [...repeat(29, 8), 80],
      service: [...repeat(29, 8), 20],
    });
    expect(inflowOf(view, busy, 1)).toMatchObject({ source: 'measured', rate: 80 });
  });

  describe('P5: behind a gate, where a queue cannot grow along with a jump', () => {
    const jump = {
      depth: [...repeat(29, 0), 20],
      arrivals: [...repeat(29, 8), 80],
      service: [...repeat(29, 8), 18],
    };
    const behind = (perSecond: number | null, series: Parameters<typeof viewWith>[0] = jump) => ({
      ...viewWith(series),
      admission: { limit: perSecond === null ? null : { perSecond, burst: 40 } },
    });

    it('the jump counts at once when what comes through rose to what is let in', () => {
      expect(inflowOf(behind(17), busy, 1)).toMatchObject({ source: 'measured', rate: 80 });
      const halfway = { ...jump, arrivals: [...repeat(29, 8), 44], service: [...repeat(29, 8), 15] };
      expect(inflowOf(behind(17, halfway), busy, 1)).toMatchObject({ source: 'measured', rate: 44 });
    });

    it('a wild reading is not believed, nor a jump that the gate would have let through', () => {
      const wild = { ...jump, depth: repeat(30, 0), service: repeat(30, 8) };
      expect(inflowOf(behind(17, wild), busy, 1)).toMatchObject({ rate: 8 });
      expect(inflowOf(behind(100), busy, 1)).toMatchObject({ rate: 8 });
      expect(inflowOf(behind(null), busy, 1)).toMatchObject({ rate: 8 });
      expect(inflowOf(viewWith(jump), busy, 1)).toMatchObject({ rate: 8 });
    });

    it('nor one of which it cannot be told what came through', () => {
      const { service: _, ...unserved } = jump;
      expect(inflowOf(behind(17, unserved), busy, 1)).toMatchObject({ rate: 8 });
      const before = { ...jump, arrivals: [...repeat(29, 16), 80], service: [...repeat(29, 16), 18] };
      expect(inflowOf(behind(17, before), busy, 1)).toMatchObject({ rate: 16 });
    });
  });

  describe('P28: a queue that grows while every replica is busy', () => {
    // Bursts, then two readings that stay up.
    const bursts = Array.from({ length: 28 }, (_, i) => (i % 3 === 1 ? 60 : 6));
    const carried = { ready: 5, readySinceMs: 0, perReplica: 10 };
    const grown = {
      depth: [...repeat(28, 0), 280, 550],
      arrivals: [...bursts, 78, 77],
      service: [...bursts, 50, 50],
      ready: 5,
    };

    it('says what comes, though the readings before it were bursty', () => {
      expect(inflowOf(viewWith(grown), carried, 4)).toMatchObject({ source: 'measured', rate: 77.5 });
      expect(inflowOf(viewWith({ ...grown, depth: repeat(30, 0) }), carried, 4)).toMatchObject({
        rate: expect.toSatisfy((rate: number) => rate < 40),
      });
    });

    it('does not when as much has long been known to be noise', () => {
      const inflow = inflowOf(viewWith(grown), carried, 60);
      expect('rate' in inflow && inflow.rate).toBeLessThan(40);
    });

    it('must have grown twice', () => {
      const once = inflowOf(viewWith({ ...grown, depth: [...repeat(28, 0), 0, 550] }), carried, 4);
      expect('rate' in once && once.rate).toBeLessThan(40);
    });

    it('is believed where what is reported says less', () => {
      const lagging = viewWith({ ...grown, arrivals: [...bursts, 30, 35] });
      expect(inflowOf(lagging, carried, 4)).toMatchObject({ source: 'from-depth', rate: 77.5 });
      const { serviceRate: _, ...signals } = lagging.signals;
      expect(inflowOf({ ...lagging, signals }, carried, 4)).toMatchObject({ source: 'measured' });
    });
  });
});

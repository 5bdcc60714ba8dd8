import { chiSquareQuantile, chiSquareTail } from '../distributions/gamma.ts';
import { type DurationSample, durationSample, type ObservedDuration } from '../durations/duration-sample.ts';
import { median } from '../durations/median-interval.ts';
import { rankTogether } from '../durations/rank-distribution.ts';
import { rankTest } from '../durations/rank-test.ts';
import { caution, suspicion } from '../rates/dispersion.ts';
import { millisecondsPerDay } from '../rates/observed-window.ts';
import { rankBlockDays, rankLimit } from './rate-claim.ts';
import { evidenceThreshold } from './rate-confidence-sequence.ts';
import { timesEvidence } from './times-evidence.ts';

export interface TimedIncident extends ObservedDuration {
  readonly startedAtMs: number;
}

export interface TimesClaim {
  readonly claim: 'shorter' | 'longer' | 'none';
  /** How many incidents count as one. */
  readonly dispersion: number;
  readonly logEvidenceShorter: number;
  readonly logEvidenceLonger: number;
}

/**
 * Whether times got shorter or longer, so that the level holds at every look and also where months are good or bad as a whole. The
 * same two conditions as for rates: anytime-valid evidence on ranks, with the dispersion allowed for, and the ranks of the four-week
 * medians, which need no model of what lies within them.
 * @param changeMs where before and after part: the blocks are counted from there.
 * @param dispersion of the counts; that of the times is added here.
 */
export function timesClaim(
  before: readonly TimedIncident[],
  after: readonly TimedIncident[],
  changeMs: { readonly beforeEndMs: number; readonly afterStartMs: number },
  { level = 0.95, dispersion = 1 }: { readonly level?: number; readonly dispersion?: number } = {},
): TimesClaim {
  const blocks = [blocksOf(before, changeMs.beforeEndMs), blocksOf(after, changeMs.afterStartMs)] as const;
  const factor = Math.max(dispersion, blockDispersion(blocks.map((period) => period.map(lengths))));
  const [early, late] = [sampleOfTimes(before), sampleOfTimes(after)];
  const shorter = timesEvidence(early, late, 'shorter', factor);
  const longer = timesEvidence(early, late, 'longer', factor);
  const threshold = evidenceThreshold(level);
  let claim: TimesClaim['claim'] = 'none';
  // Open ones at their worst here too: never over on the side that would have to be the shorter one.
  if (
    shorter >= threshold &&
    rankTest(medians(blocks[0], false), medians(blocks[1], true)).pLower <= rankLimit
  )
    claim = 'shorter';
  if (
    longer >= threshold &&
    rankTest(medians(blocks[0], true), medians(blocks[1], false)).pHigher <= rankLimit
  )
    claim = 'longer';
  return { claim, dispersion: factor, logEvidenceShorter: shorter, logEvidenceLonger: longer };
}

export function sampleOfTimes(times: readonly ObservedDuration[]): DurationSample {
  const [ended, open]: [number[], number[]] = [[], []];
  for (const each of times) (each.ended ? ended : open).push(each.duration);
  return durationSample(ended, open);
}

type Block = readonly ObservedDuration[];

/** By the four weeks in which they began; blocks without any are left out. */
function blocksOf(times: readonly TimedIncident[], fromMs: number): readonly Block[] {
  const blocks = new Map<number, ObservedDuration[]>();
  for (const each of times) {
    const block = Math.floor((each.startedAtMs - fromMs) / (rankBlockDays * millisecondsPerDay));
    const same = blocks.get(block);
    if (same) same.push(each);
    else blocks.set(block, [each]);
  }
  return [...blocks.values()];
}

const lengths = (block: Block) => block.map(({ duration }) => duration);

function medians(blocks: readonly Block[], openForEver: boolean): number[] {
  const value = ({ duration, ended }: ObservedDuration) =>
    ended || !openForEver ? duration : Number.POSITIVE_INFINITY;
  return blocks.map((block) => median(block.map(value))!);
}

/** How much more the blocks of a period differ than chance does: Kruskal & Wallis, JASA 47 (1952) 583–621, with the same caution as for counts. */
function blockDispersion(periods: readonly (readonly (readonly number[])[])[]): number {
  let [chiSquare, degreesOfFreedom] = [0, 0];
  for (const blocks of periods) {
    const all = Float64Array.from(blocks.flat()).sort();
    if (blocks.length < 2 || all.length <= blocks.length) continue;
    const middle = (all.length + 1) / 2;
    const { ranks } = rankTogether(all, new Float64Array(0));
    const scatter = ranks.reduce((sum, rank) => sum + (rank - middle) ** 2, 0) / (all.length - 1);
    if (scatter === 0) continue;
    const rankOf = new Map(Array.from(all, (value, i) => [value, ranks[i]!]));
    for (const block of blocks) {
      const sum = block.reduce((total, value) => total + rankOf.get(value)! - middle, 0);
      chiSquare += sum ** 2 / block.length / scatter;
    }
    degreesOfFreedom += blocks.length - 1;
  }
  if (degreesOfFreedom === 0 || chiSquareTail(chiSquare, degreesOfFreedom) >= suspicion) return 1;
  return Math.max(1, chiSquare / chiSquareQuantile(caution, degreesOfFreedom));
}

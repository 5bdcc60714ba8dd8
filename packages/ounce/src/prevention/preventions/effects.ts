/** What was measured about a prevention. Whoever measures it passes it in: the rules here know no statistics. */
export interface MeasuredEffect {
  readonly verdict: 'improved' | 'not_yet_known' | 'no_change' | 'worse';
  /** One sentence, with its figures. */
  readonly says: string;
}

export interface EffectSource {
  /** Undefined for a prevention that nothing can be measured about yet. */
  effectOf(preventionId: string): MeasuredEffect | undefined;
}

import type { AnyControl } from '../model/control.ts';
import type { Decision, Evidence, Grade } from '../model/decision.ts';
import type { ServiceView } from '../model/signal.ts';
import { keptEvidence } from './evidence.ts';
import { controlById, settingsOf } from './registry.ts';

/** What is left of a replay besides its decisions and grades. */
export interface Replayed {
  readonly decisions: readonly Decision[];
  readonly grades: readonly Grade[];
  /** The control's memory after the last view, to go on from. */
  readonly state: unknown;
  /** Decisions whose time to be graded lies after the last view. */
  readonly ungraded: readonly Decision[];
}

export interface ReplayOptions {
  /** Settings other than the defaults. */
  readonly settings?: Readonly<Record<string, number>>;
  /** A memory to start from. */
  readonly state?: unknown;
}

/**
 * Lets a control decide on the recorded views of one service, oldest first, and grades each decision on the first view at
 * or after `gradeAtMs`. Nothing acts: every view shows what was, not what the decisions would have made of it.
 */
export function replay(
  control: AnyControl,
  views: Iterable<ServiceView>,
  options: ReplayOptions = {},
): Replayed {
  const settings = settingsOf(control, options.settings);
  let state = options.state ?? control.initialState(settings);
  const decisions: Decision[] = [];
  const grades: Grade[] = [];
  let waiting: Decision[] = [];
  for (const view of views) {
    const due = waiting.filter((decision) => decision.gradeAtMs <= view.nowMs);
    if (due.length > 0) {
      grades.push(...due.map((decision) => control.grade(decision, view)));
      waiting = waiting.filter((decision) => decision.gradeAtMs > view.nowMs);
    }
    const decided = control.decide(view, state, settings);
    state = decided.state;
    decisions.push(...decided.decisions);
    waiting.push(...decided.decisions);
  }
  return { decisions, grades, state, ungraded: waiting };
}

export type Redecided =
  | { readonly kind: 'decided'; readonly decisions: readonly Decision[] }
  | { readonly kind: 'unreadable'; readonly why: string };

/**
 * Decides once more on the inputs that a decision kept, with this version of the control that made it. Settings that have
 * come since take their defaults.
 */
export function redecide(evidence: Evidence): Redecided {
  const kept = keptEvidence(evidence);
  if (!kept) return { kind: 'unreadable', why: 'The evidence does not hold the inputs of a control.' };
  const control = controlById(kept.control);
  if (!control) return { kind: 'unreadable', why: `There is no control "${kept.control}" any more.` };
  const { decisions } = control.decide(kept.view, kept.state, settingsOf(control, kept.settings));
  return { kind: 'decided', decisions };
}

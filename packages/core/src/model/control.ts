import type { Decision, Grade } from './decision.ts';
import type { BuiltInIncidentType } from './incident-type.ts';
import type { ServiceView, SignalName, Window } from './signal.ts';

/** How far a control may go: nothing; decide and record only; act on a share of its targets; act on all. */
export const modes = ['off', 'dry-run', 'gradual', 'enforced'] as const;
export type Mode = (typeof modes)[number];

/** One number a person may set. The config schema, `--help` and the docs are made from these. */
export interface SettingSpec {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit: 'ms' | 'replicas' | 'share' | 'per second' | 'messages' | 'count';
  readonly says: string;
}

export type SettingsOf<Specs extends Readonly<Record<string, SettingSpec>>> = {
  readonly [Name in keyof Specs]: number;
};

/** Something a control sees that no action of its own mends. It holds for as long as the control says it again. */
export interface ControlFinding {
  /** What it is about, the same for as long as it lasts, e.g. `crash-loop/consumer-2`. */
  readonly key: string;
  /** An incident is opened, and resolved when the finding is gone; a warning is written down once. */
  readonly level: 'incident' | 'warning';
  readonly sinceMs: number;
  /** One sentence that a person can act on. */
  readonly says: string;
}

export type StandIns = Readonly<Partial<Record<SignalName, SignalName>>>;

/**
 * A control: pure, so that the very same functions run live, in a dry run, over recorded history and in the simulator.
 * State is plain JSON: it survives a restart and can be kept as evidence.
 */
export interface Control<Settings = never, State = never> {
  /** The folder's name, e.g. `predictive-scaling`. */
  readonly id: string;
  readonly incidentType: BuiltInIncidentType;
  readonly title: string;
  /** One sentence for lists and `--help`. */
  readonly says: string;
  /** Signals without which the control can only hold. */
  readonly needs: readonly SignalName[];
  /** What may stand in for a signal that it needs where that one is not read at all. */
  readonly standIns?: StandIns;
  readonly settings: Readonly<Record<keyof Settings & string, SettingSpec>>;
  /** Whether the combination of settings makes sense; each complaint names the setting. */
  readonly checkSettings?: (settings: Settings) => readonly string[];
  /** Its views come with the plan of the week ahead. */
  readonly plans?: true;
  readonly initialState: (settings: Settings) => State;
  /** What recorded readings of one signal teach it before its first decision; `spanMs` says how far back they are looked at. */
  readonly learn?: {
    readonly signal: SignalName;
    readonly spanMs: (settings: Settings) => number;
    readonly from: (state: State, window: Window, settings: Settings) => State;
  };
  readonly decide: (
    view: ServiceView,
    state: State,
    settings: Settings,
  ) => {
    readonly state: State;
    readonly decisions: readonly Decision[];
    readonly findings?: readonly ControlFinding[];
  };
  /** Called at or after `decision.gradeAtMs` with the window since the decision still in view. */
  readonly grade: (decision: Decision, view: ServiceView) => Grade;
}

/** A control of whatever settings and state: what the registry and the governor hold. */
// biome-ignore lint/suspicious/noExplicitAny: settings and state are paired inside each control and opaque outside it
export type AnyControl = Control<any, any>;

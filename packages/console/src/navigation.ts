import type { IconName } from './components/icon.tsx';

interface NavEntry {
  readonly to:
    | '/knowledge'
    | '/reports'
    | '/'
    | '/capacity'
    | '/controls'
    | '/scaling'
    | '/queue-backlog'
    | '/circuit-breaker'
    | '/incidents'
    | '/reviews'
    | '/preventions'
    | '/roadmap'
    | '/experiments'
    | '/effectiveness';
  readonly label: string;
  readonly icon: IconName;
}

interface NavGroup {
  /** Absent for what stands on top, without a heading. */
  readonly title?: string;
  readonly entries: readonly NavEntry[];
}

/** The one list of places in the console. A place is added together with its page, never before it. */
export const navigation: readonly NavGroup[] = [
  { entries: [{ to: '/', label: 'Overview', icon: 'overview' }] },
  {
    title: 'Incident types',
    entries: [
      { to: '/queue-backlog', label: 'Queue backlog', icon: 'queue' },
      { to: '/circuit-breaker', label: 'Circuit breaker', icon: 'breaker' },
    ],
  },
  {
    title: 'Ahead',
    entries: [
      { to: '/capacity', label: 'Capacity', icon: 'capacity' },
      { to: '/scaling', label: 'Scaling', icon: 'scaling' },
      { to: '/controls', label: 'Controls', icon: 'control' },
    ],
  },
  {
    title: 'Learning',
    entries: [
      { to: '/reviews', label: 'Reviews', icon: 'review' },
      { to: '/preventions', label: 'Preventions', icon: 'prevention' },
      { to: '/roadmap', label: 'Roadmap', icon: 'roadmap' },
      { to: '/effectiveness', label: 'Effectiveness', icon: 'effect' },
    ],
  },
  {
    title: 'Evidence',
    entries: [
      { to: '/incidents', label: 'Incidents', icon: 'incident' },
      { to: '/experiments', label: 'Experiments', icon: 'experiment' },
      { to: '/knowledge', label: 'Knowledge', icon: 'knowledge' },
      { to: '/reports', label: 'Reports', icon: 'report' },
    ],
  },
];

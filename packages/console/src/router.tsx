import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { NotFound } from './components/shell/not-found.tsx';
import { Shell } from './components/shell/shell.tsx';
import { readTarget } from './fleet/target.ts';
import { ExperimentsPage } from './pages/experiments/experiments-page.tsx';
import { readIncidentSearch } from './pages/incidents/incident-search.ts';
import { IncidentsPage } from './pages/incidents/incidents-page.tsx';
import { readKnowledgeSearch } from './pages/knowledge/knowledge-search.ts';
import { OverviewPage } from './pages/overview/overview-page.tsx';
import { readPreventionSearch } from './pages/preventions/prevention-search.ts';
import { readReportSearch } from './pages/reports/report-search.ts';
import { readReviewSearch } from './pages/reviews/review-search.ts';
import { readScalingSearch } from './pages/scaling/spans.ts';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const routeTree = root.addChildren([
  createRoute({ getParentRoute: () => root, path: '/', component: OverviewPage }),
  createRoute({
    getParentRoute: () => root,
    path: '/queue-backlog',
    validateSearch: readTarget,
    // The charts are most of the weight: they come with the first page that draws any.
    component: lazyRouteComponent(
      () => import('./pages/queue-backlog/queue-backlog-page.tsx'),
      'QueueBacklogPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/circuit-breaker',
    component: lazyRouteComponent(
      () => import('./pages/circuit-breaker/circuit-breaker-page.tsx'),
      'CircuitBreakerPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/capacity',
    validateSearch: readTarget,
    component: lazyRouteComponent(() => import('./pages/capacity/capacity-page.tsx'), 'CapacityPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/scaling',
    validateSearch: readScalingSearch,
    component: lazyRouteComponent(() => import('./pages/scaling/scaling-page.tsx'), 'ScalingPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reports',
    validateSearch: readReportSearch,
    component: lazyRouteComponent(() => import('./pages/reports/reports-page.tsx'), 'ReportsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/knowledge',
    validateSearch: readKnowledgeSearch,
    component: lazyRouteComponent(() => import('./pages/knowledge/knowledge-page.tsx'), 'KnowledgePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/controls',
    component: lazyRouteComponent(() => import('./pages/controls/controls-page.tsx'), 'ControlsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/incidents',
    validateSearch: readIncidentSearch,
    component: IncidentsPage,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/incidents/$id',
    component: lazyRouteComponent(() => import('./pages/incidents/incident-page.tsx'), 'IncidentPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reviews',
    validateSearch: readReviewSearch,
    component: lazyRouteComponent(() => import('./pages/reviews/reviews-page.tsx'), 'ReviewsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reviews/$id',
    component: lazyRouteComponent(() => import('./pages/reviews/review-page.tsx'), 'ReviewPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/preventions',
    validateSearch: readPreventionSearch,
    component: lazyRouteComponent(
      () => import('./pages/preventions/preventions-page.tsx'),
      'PreventionsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/preventions/$id',
    component: lazyRouteComponent(() => import('./pages/preventions/prevention-page.tsx'), 'PreventionPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/roadmap',
    component: lazyRouteComponent(() => import('./pages/roadmap/roadmap-page.tsx'), 'RoadmapPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/effectiveness',
    component: lazyRouteComponent(
      () => import('./pages/effectiveness/effectiveness-page.tsx'),
      'EffectivenessPage',
    ),
  }),
  createRoute({ getParentRoute: () => root, path: '/experiments', component: ExperimentsPage }),
]);

export const router = createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

import {
  cronHorizontalPodAutoscaler,
  kedaScaledObject,
  OunceError,
  type ServiceRef,
  scheduleOf,
  serviceKey,
} from '@ounce/core';
import { z } from 'zod';
import type { WeekAhead } from '../../capacity/index.ts';
import { capacitySettings } from '../../config/capacity-settings.ts';
import type { ApiContext, PlanManifest, Server } from '../context.ts';

const tags = ['capacity'];
const named = z.object({ service: z.string(), region: z.string() });
const kind = z.enum(['keda', 'cronhpa']).default('keda');
const namespace = z.string().min(1).optional();
const response = { 200: z.record(z.string(), z.unknown()) };
const applyTimeoutMs = 15_000;

interface Ask {
  find(of: ServiceRef): ServiceRef;
  weekOf(of: ServiceRef): WeekAhead;
}

/** The plan of the week as a manifest: to look at, to keep, or to apply. */
export function planRoutes(server: Server, context: ApiContext, { find, weekOf }: Ask): void {
  const { config, ledger, governor, clock, applyPlan, workloadOf } = context;

  const manifestOf = (
    of: ServiceRef,
    asked: { kind: 'keda' | 'cronhpa'; namespace?: string | undefined },
  ) => {
    const { floor, ceiling } = capacitySettings(config, of);
    const workload = workloadOf?.(of);
    const target = {
      ...{ kind: workload?.kind ?? 'Deployment', name: workload?.name ?? of.service },
      namespace:
        asked.namespace ?? workload?.namespace ?? config.connectors.kubernetes.namespace ?? 'default',
      ...{ minReplicas: floor, maxReplicas: ceiling },
    } as const;
    const entries = scheduleOf(weekOf(of).hours);
    const manifest: PlanManifest | undefined =
      asked.kind === 'keda'
        ? kedaScaledObject(entries, target)
        : cronHorizontalPodAutoscaler(entries, target);
    if (manifest) return manifest;
    throw new OunceError('OUNCE_E_RULE', `The plan of ${serviceKey(of)} is the same all week long.`, {
      mend: `There is nothing to schedule: set its replicas to ${entries[0]?.replicas ?? floor}.`,
    });
  };

  server.get(
    '/api/capacity/:service/:region/manifest',
    {
      schema: {
        ...{ tags, summary: 'The plan as a manifest for Kubernetes', params: named },
        ...{ querystring: z.object({ kind, namespace }), response },
      },
    },
    async ({ params, query }) => ({ ...manifestOf(find(params), query) }),
  );

  server.post(
    '/api/capacity/:service/:region/apply',
    {
      config: { role: 'operator' },
      schema: {
        ...{ tags, summary: 'Apply the plan to the cluster', params: named },
        ...{ body: z.strictObject({ kind, namespace }), response },
      },
    },
    async ({ params, body, caller }) => {
      const of = find(params);
      const manifest = manifestOf(of, body);
      if (governor.freeze.kind === 'frozen')
        throw new OunceError('OUNCE_E_RULE', 'Nothing is applied while the freeze holds.', {
          mend: 'ounce unfreeze',
        });
      if (!applyPlan || !workloadOf?.(of))
        throw new OunceError(
          'OUNCE_E_RULE',
          `${serviceKey(of)} runs in no cluster that a manifest could go to.`,
          {
            mend: `Let the control capacity-planning carry the plan out: ounce controls promote capacity-planning ${of.service}`,
          },
        );
      const { name, namespace: where } = manifest.metadata;
      const note = (text: string) =>
        ledger.append([
          {
            ...{ atMs: clock.nowMs(), actor: caller.actor, subject: serviceKey(of) },
            ...{ kind: 'note.added', data: { text } },
          },
        ]);
      // Written down, then done.
      await note(`The plan of the week ahead is applied as ${manifest.kind} ${where}/${name}.`);
      try {
        await applyPlan(of.region, manifest, AbortSignal.timeout(applyTimeoutMs));
      } catch (error) {
        await note(`It was not applied: ${error instanceof Error ? error.message : String(error)}`);
        throw error;
      }
      return { ...manifest };
    },
  );
}

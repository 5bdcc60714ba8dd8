import { controlById, type GuardRails, OunceError, serviceKey, settingsOf } from '@ounce/core';
import { z } from 'zod';
import { type ScalingStory, scalingStory, type Told, thin } from '../../scaling/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { scalingStoryView } from '../types.ts';

const hourMs = 3_600_000;
const mostMoments = 720;
/** Whoever asks again within this time, or while it is being told, is told the same. */
const toldForMs = 60_000;
const mostTold = 50;

export function scalingRoutes(server: Server, context: ApiContext): void {
  const { governor, clock, history, capacity } = context;
  const once = memory<Awaited<ReturnType<typeof scalingStory>>>();

  server.get(
    '/api/scaling/:service/:region',
    {
      schema: {
        tags: ['capacity'],
        summary: 'What happened, what the forecast said, and what plain reactive scaling would have done',
        params: z.object({ service: z.string(), region: z.string() }),
        querystring: z.object({
          hours: z.coerce.number().min(0.1).max(48).default(6),
          untilMs: z.coerce.number().int().optional(),
        }),
        response: { 200: scalingStoryView },
      },
    },
    async ({ params: of, query: { hours, untilMs = clock.nowMs() } }) => {
      const service = governor.services.get(serviceKey(of));
      if (!service) throw new OunceError('OUNCE_E_NOT_FOUND', `There is no service ${serviceKey(of)}.`);
      const running = service.controls.find(({ control }) => control.id === 'predictive-scaling');
      const control = running?.control ?? controlById('predictive-scaling')!;
      const settings = settingsOf(control, running?.settings);
      if (!running)
        return { ...of, kind: 'unknown' as const, why: 'predictive-scaling is not among its controls.' };
      const week = capacity(of, 'light');
      const learnt = week.kind === 'week' && week.capacity.basis !== 'at-least';
      const known = {
        ...{ control, settings, rails: running.rails as GuardRails },
        ...(learnt ? { perReplica: week.capacity.perReplica.value } : {}),
      };
      const span = { sinceMs: untilMs - hours * hourMs, untilMs };
      const story = await once(JSON.stringify([of, hours, Math.floor(untilMs / toldForMs)]), () =>
        scalingStory(history, of, span, known),
      );
      return story.kind === 'unknown' ? { ...of, ...story } : { ...of, ...shown(story) };
    },
  );
}

function memory<Answer>() {
  const told = new Map<string, Promise<Answer>>();
  return (key: string, make: () => Promise<Answer>): Promise<Answer> => {
    const known = told.get(key);
    if (known) return known;
    const answer = make();
    told.set(key, answer);
    answer.catch(() => told.delete(key));
    const [oldest] = told.keys();
    if (told.size > mostTold && oldest !== undefined) told.delete(oldest);
    return answer;
  };
}

function shown({ happened, reactive, controlled, forecast, ...story }: ScalingStory) {
  const thinned = ({ moments, outcome, provisioning }: Told) => ({
    ...{ outcome, provisioning },
    moments: thin(moments, mostMoments, ({ depth }) => depth),
  });
  return {
    ...story,
    ...{ happened: thinned(happened), reactive: thinned(reactive), controlled: thinned(controlled) },
    forecast: thin(forecast, mostMoments, ({ upper }) => upper),
  };
}

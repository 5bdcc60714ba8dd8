import { controlById, type ServicePlan } from '@ounce/core';
import { expect, it } from 'vitest';
import { viewOf } from './observe.ts';
import { planNext } from './plan.ts';
import { serviceOf, startMs } from './test-service.ts';

const hourMs = 3_600_000;
const plan: ServicePlan = { madeAtMs: startMs, perReplica: 10, hours: [], seen: [] };
const never = () => false;
const control = controlById('capacity-planning')!;

it('asks once an hour for the plan of each service that goes by one, one a tick', () => {
  const planned = [serviceOf({ control }), serviceOf({ control })];
  const other = serviceOf({ control: controlById('predictive-scaling')! });
  const services = [other, ...planned];
  let asked = 0;
  const planOf = () => {
    asked++;
    return plan;
  };
  for (let tick = 0; tick < 5; tick++) planNext(services, planOf, never, startMs);
  expect(asked).toBe(2);
  expect(planned.map((service) => viewOf(service, startMs).plan)).toEqual([plan, plan]);
  expect(viewOf(other, startMs).plan).toBeUndefined();
  planNext(services, planOf, never, startMs + hourMs);
  expect(asked).toBe(3);
});

it('asks nothing for a control that is off, and keeps the plan there was when none can be made', () => {
  const service = serviceOf({ control });
  planNext(
    [service],
    () => plan,
    () => true,
    startMs,
  );
  expect(service.plan).toBeUndefined();
  planNext([service], () => plan, never, startMs);
  planNext([service], () => undefined, never, startMs + hourMs);
  expect(service.plan).toBe(plan);
});

import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fastify, { type FastifyRequest } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { serveConsole } from './console.ts';
import { type ApiContext, type Caller, isApi, type Server } from './context.ts';
import { callerOfIntake, isSignatureAsked } from './intake-access.ts';
import { metricsOf } from './metrics.ts';
import { sendProblem } from './problems.ts';
import { breakerRoutes } from './routes/breakers.ts';
import { capacityRoutes } from './routes/capacity.ts';
import { capacityKnowledgeRoutes } from './routes/capacity-knowledge.ts';
import { controlRoutes } from './routes/controls.ts';
import { effectivenessRoutes } from './routes/effectiveness.ts';
import { experimentRoutes } from './routes/experiments.ts';
import { fleetRoutes } from './routes/fleet.ts';
import { freezeRoutes } from './routes/freeze.ts';
import { guardRoutes } from './routes/guard.ts';
import { guardSettingsRoutes } from './routes/guard-settings.ts';
import { healthRoutes } from './routes/health.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { intakeRoutes } from './routes/intake.ts';
import { issueRoutes } from './routes/issues.ts';
import { knowledgeRoutes } from './routes/knowledge.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { loopRoutes } from './routes/loop.ts';
import { monitoringRoutes } from './routes/monitoring.ts';
import { preventionRoutes } from './routes/preventions.ts';
import { recurrenceRoutes } from './routes/recurrence.ts';
import { reportRoutes } from './routes/reports.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { roadmapRoutes } from './routes/roadmap.ts';
import { scalingRoutes } from './routes/scaling.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { mustBe } from './tokens.ts';

const bodyLimitBytes = 1 << 20;
/** docs/console.md: nothing is loaded from elsewhere and nothing is inline. The API's answers need no more either. */
const contentSecurityPolicy = [
  "default-src 'none'",
  ...['script', 'style', 'img', 'connect'].map((kind) => `${kind}-src 'self'`),
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** All routes, ready to listen or to be asked in process. `authenticate` throws for a caller who is not known. */
export async function buildServer(
  context: ApiContext,
  authenticate: (headers: { authorization?: string | undefined }) => Caller,
): Promise<Server> {
  const server = fastify({
    // Stdout belongs to what a command answers.
    logger: { level: 'warn', stream: process.stderr },
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: true,
    trustProxy: false,
  });
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler(sendProblem);
  server.decorateRequest('caller', null as unknown as Caller);
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
    if (isDocs(request)) return;
    reply.header('content-security-policy', contentSecurityPolicy);
    if (!isApi(request)) return;
    const { intake } = request.routeOptions.config;
    // A signature is over the body, which has not been read yet: the route looks at it before anything else.
    if (intake === 'signature' && isSignatureAsked(context.config)) return;
    request.caller = (intake && callerOfIntake(context.config, request)) ?? authenticate(request.headers);
    mustBe(request.routeOptions.config.role ?? 'viewer', request.caller);
  });
  // A request without a body has nothing to say, which is what an empty object says too.
  server.addHook('preValidation', async (request) => {
    request.body ??= {};
  });
  await describe(server as unknown as Server, context.version);
  const typed = server.withTypeProvider<ZodTypeProvider>() as unknown as Server;
  for (const routes of [
    fleetRoutes,
    controlRoutes,
    capacityRoutes,
    capacityKnowledgeRoutes,
    scalingRoutes,
    knowledgeRoutes,
    reportRoutes,
    loopRoutes,
    monitoringRoutes,
    freezeRoutes,
    guardRoutes,
    breakerRoutes,
    healthRoutes,
    experimentRoutes,
    guardSettingsRoutes,
    incidentRoutes,
    intakeRoutes,
    ledgerRoutes,
    preventionRoutes,
    effectivenessRoutes,
    recurrenceRoutes,
    reviewRoutes,
    roadmapRoutes,
    issueRoutes,
    tokenRoutes,
  ])
    await typed.register(async (scope) => routes(scope as Server, context));
  const metrics = metricsOf(context);
  server.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  server.get('/metrics', { schema: { hide: true } }, async (_, reply) => {
    reply.type(metrics.contentType);
    return metrics.metrics();
  });
  await serveConsole(typed, context.consoleFolder);
  return typed;
}

function isDocs({ routeOptions }: FastifyRequest): boolean {
  return `${routeOptions.url}/`.startsWith('/api/docs/');
}

async function describe(server: Server, version: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Ounce',
        version,
        description: 'The governor of a fleet: state, freeze, experiments, ledger.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await server.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true });
}

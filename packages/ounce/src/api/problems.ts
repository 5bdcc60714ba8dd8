import { type ErrorCode, isOunceError } from '@ounce/core';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from './types.ts';

const statusCodes: Partial<Record<ErrorCode, number>> = {
  OUNCE_E_BAD_REQUEST: 400,
  OUNCE_E_UNAUTHORISED: 401,
  OUNCE_E_NOT_FOUND: 404,
  OUNCE_E_SCENARIO_INVALID: 404,
  OUNCE_E_EXPERIMENT_REFUSED: 409,
  OUNCE_E_JOURNAL_CONFLICT: 409,
  OUNCE_E_VERSION_CONFLICT: 409,
  OUNCE_E_RULE: 409,
  OUNCE_E_ISSUE_TRACKER: 502,
  OUNCE_E_JOURNAL_UNAVAILABLE: 503,
};

/** Every error leaves as a Problem: code, sentence, what to do. */
export function sendProblem(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (isOunceError(error)) {
    const { code, message, mend, details } = error;
    const isKnown = request.caller !== null;
    const status = code === 'OUNCE_E_UNAUTHORISED' && isKnown ? 403 : (statusCodes[code] ?? 500);
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    return send(reply, status, { code, message, mend, ...(details === undefined ? {} : { details }) });
  }
  const status = 'statusCode' in error && error.statusCode ? error.statusCode : 500;
  if (status === 413)
    return send(reply, status, {
      code: 'OUNCE_E_BAD_REQUEST',
      message: 'The request body is larger than is taken at once.',
      mend: 'Send less at a time; /api/docs has what each route takes.',
    });
  if (status < 500)
    return send(reply, status, {
      code: 'OUNCE_E_BAD_REQUEST',
      message: error.message,
      mend: 'Correct the value at the path that is named; /api/docs has the schema.',
    });
  request.log.error(error);
  return send(reply, status, {
    code: 'INTERNAL',
    message: 'Something went wrong inside Ounce.',
    mend: 'See the governor’s log for the cause.',
  });
}

export function sendNotFound({ method, url }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const message = `There is no ${method} ${url}.`;
  return send(reply, 404, { code: 'OUNCE_E_NOT_FOUND', message, mend: 'See /api/docs for what there is.' });
}

function send(reply: FastifyReply, status: number, problem: Problem): FastifyReply {
  return reply.code(status).type('application/json').serializer(JSON.stringify).send(problem);
}

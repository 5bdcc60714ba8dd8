import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { resolve } from 'node:path';
import { type ErrorCode, errorCatalogue, OunceError } from '@ounce/core';
import type { Problem } from '../api/types.ts';
import { loadConfig } from '../config/index.ts';
import type { GlobalOptions } from './output.ts';

/** Talks to a running governor: over its local socket, or to `OUNCE_URL` with `OUNCE_TOKEN`. */
export class Client {
  readonly #where: { socketPath: string } | { url: string; token: string };

  constructor(where: { socketPath: string } | { url: string; token: string }) {
    this.#where = where;
  }

  async get<T>(path: string): Promise<T> {
    return this.#json('GET', path);
  }

  async send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
    return this.#json(method, path, body);
  }

  /** The bytes of an answer that may be larger than memory. */
  async download(path: string): Promise<IncomingMessage> {
    const response = await this.#request('GET', path);
    if (response.statusCode !== 200) throw problemOf(await textOf(response));
    return response;
  }

  /** The data of each server-sent event, until the stream ends. */
  async *events<T>(path: string): AsyncGenerator<T> {
    const response = await this.#request('GET', path);
    if (response.statusCode !== 200) throw problemOf(await textOf(response));
    let rest = '';
    response.setEncoding('utf8');
    for await (const chunk of response) {
      rest += chunk;
      const events = rest.split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = event.split('\n').find((line) => line.startsWith('data: '));
        if (data) yield JSON.parse(data.slice(6)) as T;
      }
    }
  }

  async #json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.#request(method, path, body);
    const text = await textOf(response);
    if ((response.statusCode ?? 500) >= 400) throw problemOf(text);
    return JSON.parse(text) as T;
  }

  #request(method: string, path: string, body?: unknown): Promise<IncomingMessage> {
    const where = this.#where;
    const headers: Record<string, string> = {};
    const text = body === undefined ? undefined : JSON.stringify(body);
    if (text !== undefined) {
      headers['content-type'] = 'application/json';
      // Node sends none with a DELETE by itself, and a body of unknown length cannot be read.
      headers['content-length'] = String(Buffer.byteLength(text));
    }
    if ('token' in where) headers.authorization = `Bearer ${where.token}`;
    const options = { method, headers };
    return new Promise((resolveResponse, reject) => {
      const request =
        'url' in where
          ? (where.url.startsWith('https:') ? httpsRequest : httpRequest)(
              new URL(path, where.url),
              options,
              resolveResponse,
            )
          : httpRequest({ ...options, socketPath: where.socketPath, path }, resolveResponse);
      request.on('error', (cause) => {
        const address = 'url' in where ? where.url : where.socketPath;
        reject(
          new OunceError('OUNCE_E_GOVERNOR_UNREACHABLE', `No governor answers at ${address}.`, { cause }),
        );
      });
      request.end(text);
    });
  }
}

/** The governor of the config in this folder, or the one that the environment names. */
export async function connect(options: GlobalOptions): Promise<Client> {
  const { OUNCE_URL: url, OUNCE_TOKEN: token } = process.env;
  if (url && token) return new Client({ url, token });
  if (url || token)
    throw new OunceError('OUNCE_E_UNAUTHORISED', `${url ? 'OUNCE_TOKEN' : 'OUNCE_URL'} is not set.`, {
      mend: 'Set both OUNCE_URL and OUNCE_TOKEN, or neither: then the local socket is used.',
    });
  const { config, folder } = await loadConfig({ cwd: process.cwd(), file: options.config });
  return new Client({ socketPath: resolve(folder, config.stateFolder, 'governor.sock') });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function problemOf(text: string): Error {
  try {
    const { code, message, mend, details } = JSON.parse(text) as Problem;
    return code in errorCatalogue
      ? new OunceError(code as ErrorCode, message, { mend, details })
      : new Error(`${message} ${mend}`);
  } catch {
    return new Error(`The governor answered something that is not its own: ${text.slice(0, 200)}`);
  }
}

import { json } from 'node:stream/consumers'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request, taken apart. */
export interface Asked {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Named parts of the path. */
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

/** The request's body does not make sense. */
export class BodyInvalid extends Error {}

/** The fields of a JSON body. What they hold is for the library to check. */
export const bodyOf = async (request: IncomingMessage): Promise<object> => {
  const body: unknown = await json(request).catch(() => undefined)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new BodyInvalid('expected a JSON object')
  return body
}

export const answer = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

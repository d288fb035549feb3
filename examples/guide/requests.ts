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

/** The request does not make sense; the message says what was expected. */
export class RequestInvalid extends Error {}

/** The fields of a JSON body. What they hold is for the library to check. */
export const bodyOf = async (request: IncomingMessage): Promise<object> => {
  const body: unknown = await json(request).catch(() => undefined)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new RequestInvalid('expected a JSON object')
  return body
}

/** For questions that take a position or a cursor as it came: one that the log or the documents never gave out is the asker's fault. */
export const asAsked = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw error instanceof RangeError || error instanceof TypeError ? new RequestInvalid(error.message) : error
  })

export const answer = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { answerTo } from './errors.ts'
import { live } from './live.ts'
import type { Crm } from './open-crm.ts'
import { change, list, open } from './opportunities.ts'
import { openByPriority, pipeline } from './reports.ts'
import { answer, type Asked } from './requests.ts'

type Route = readonly [method: string, path: RegExp, (crm: Crm, asked: Asked) => Promise<void>]
const routes: readonly Route[] = [
  ['POST', /^\/opportunities$/, open],
  ['POST', /^\/opportunities\/(?<opportunityId>[^/]+)\/(?<what>[^/]+)$/, change],
  ['GET', /^\/opportunities$/, list],
  ['GET', /^\/reports\/pipeline$/, pipeline],
  ['GET', /^\/reports\/openByPriority$/, openByPriority],
  ['GET', /^\/events$/, live],
]

const answerOne = async (crm: Crm, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = URL.parse(request.url ?? '/', 'http://localhost')
  for (const [method, path, handle] of routes) {
    const match = method === request.method && url && path.exec(url.pathname)
    if (!match) continue
    await handle(crm, { request, response, path: match.groups ?? {}, query: url.searchParams })
    return
  }
  answer(response, 404, {})
}

/** A server over a CRM. Whoever made the CRM closes it, after the server. */
export const createApplication = (crm: Crm): Server =>
  createServer((request, response) => {
    answerOne(crm, request, response).catch((error: unknown) => {
      const { status, body } = answerTo(error)
      if (response.headersSent) response.destroy()
      else answer(response, status, body)
    })
  })

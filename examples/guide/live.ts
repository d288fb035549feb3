import { once } from 'node:events'
import type { Crm } from './open-crm.ts'
import { asAsked, type Asked } from './requests.ts'

/**
 * GET /events: what happens to opportunities from now on, as server-sent events. A browser that was cut off says the last id that
 * it saw, and gets what it missed.
 */
export const live = async (crm: Crm, { request, response }: Asked): Promise<void> => {
  const lastSeen = request.headers['last-event-id']
  if (typeof lastSeen === 'string') await asAsked(crm.projected(lastSeen)) // one that the log does not have is answered with 400
  const left = new AbortController()
  response.on('close', () => left.abort())
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders()
  const from = typeof lastSeen === 'string' ? { after: lastSeen } : { live: true }
  for await (const event of crm.events({ ...from, signal: left.signal })) {
    if (event.type !== 'MarkedWon' && event.type !== 'StageChanged') continue
    const { position, type, streamId, occurredOn, data } = event
    const message = { opportunityId: streamId, occurredOn, stage: data.to.name } // data is typed by the event's type
    const more = response.write(`id: ${position}\nevent: ${type}\ndata: ${JSON.stringify(message)}\n\n`)
    // A slow reader slows the reading of the log. One that has left ends the loop.
    if (!more) await once(response, 'drain', { signal: left.signal }).catch(() => undefined)
  }
}

import { opportunities } from '@eventcrm/read-model-pipeline'
import type { Crm } from './open-crm.ts'
import { answer, asAsked, bodyOf, RequestInvalid, type Asked } from './requests.ts'

/** The commands that the outside may send, by the last part of the path. */
const commandAt: ReadonlyMap<string | undefined, string> = new Map([
  ['stage', 'changeStage'],
  ['won', 'markWon'],
  ['lost', 'markLost'],
  ['reopened', 'reopen'],
  ['priority', 'setPriority'],
])

/** Sends one command with what came from outside; the library checks every field of it. */
const send = async (crm: Crm, name: string, { request, response, path, query }: Asked): Promise<void> => {
  const { opportunityId } = path
  const input = { ...(await bodyOf(request)), ...(opportunityId === undefined ? {} : { opportunityId }) }
  const at = query.get('at')
  const commandId = request.headers['idempotency-key']
  const [outcome] = await crm.send([{ aggregate: 'opportunity', name, input, ...(at === null ? {} : { at }) }], {
    actor: 'staff-1', // whoever your own sign-in says it is: an id, never a name
    source: 'web',
    ...(typeof commandId === 'string' ? { commandId } : {}),
  })
  answer(response, 200, { events: outcome?.events.map(({ type }) => type), position: outcome?.position })
}

/** POST /opportunities */
export const open = (crm: Crm, asked: Asked): Promise<void> => send(crm, 'open', asked)

/** POST /opportunities/:opportunityId/:what */
export const change = async (crm: Crm, asked: Asked): Promise<void> => {
  const name = commandAt.get(asked.path['what'])
  if (name === undefined) throw new RequestInvalid(`expected one of ${[...commandAt.keys()].join(', ')}`)
  await send(crm, name, asked)
}

/** GET /opportunities?after=…&position=…: what is open, the oldest first, twenty to a page. */
export const list = async (crm: Crm, { response, query }: Asked): Promise<void> => {
  await asAsked(crm.projected(query.get('position'))) // what the asker wrote just now is there
  const after = query.get('after')
  const { documents, next } = await asAsked(
    crm.find(opportunities, {
      where: { field: 'status', equals: 'open' },
      sort: [{ field: 'openedOn' }],
      limit: 20,
      ...(after === null ? {} : { after }),
    }),
  )
  answer(response, 200, {
    opportunities: documents.map(({ key, document: { title, stage, priority } }) => ({
      opportunityId: key,
      title,
      stage: stage.name,
      priority,
    })),
    next,
  })
}

// Leads to be converted, in every way there is, over any stores.
import type { LeadConvertInput } from '@eventcrm/domain'
import type { EventStore } from '@eventcrm/event-store'
import { createCrm, type CrmOptions, type Stores } from '../src/index.ts'

export const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const clock = () => new Date('2026-06-30T05:00:00Z')

export const openWith = async (stores: Omit<Stores, 'close'>, options: Partial<CrmOptions> = {}) =>
  createCrm({ stores, actor: 'lan', clock, company: {}, project: false, runProcesses: true, ...options })
export type LeadsCrm = Awaited<ReturnType<typeof openWith>>

const theOpportunity = idOf(1)
export const wonOpportunity = idOf(2)
const theContact = idOf(3)
const theCustomer = idOf(4)

/** What leads are converted into and for; each command is accepted once, however often it is sent. */
export const setTheScene = async ({ opportunities, contacts }: LeadsCrm): Promise<void> => {
  const at = (commandId: string) => ({ at: '2026-01-05', commandId })
  await opportunities.open({ opportunityId: theOpportunity, title: 'Máy in' }, at('open'))
  await opportunities.open({ opportunityId: wonOpportunity, title: 'Máy quét' }, at('open-won'))
  await contacts.register({ contactId: theContact, kind: 'organisation', name: 'Đại Phát' }, at('register'))
  await contacts.register({ contactId: theCustomer, kind: 'individual', name: 'Lê Bình' }, at('register-customer'))
  await contacts.becomeCustomer({ contactId: theCustomer, code: 'KH-0' }, at('become-customer'))
}
export const createLead = async ({ leads }: LeadsCrm, leadId: string, on = '2026-01-06'): Promise<void> => {
  const organisationName = `Trường Lê Lợi ${leadId.slice(-4)}`
  const phone = '0912 345 678'
  await leads.create(
    { leadId, organisationName, phone, tags: ['trường học'] },
    { at: on, commandId: `create-${leadId}` },
  )
}

type Ways = { readonly [Name in string]: (n: number) => Omit<LeadConvertInput, 'leadId'> }
const become = (n: number) => ({ becomesCustomer: true, code: `KH-${String(n)}` })
const intos = {
  'a new opportunity': () => ({ mode: 'newOpportunity' }) as const,
  'one that is there': () => ({ mode: 'intoOpportunity', opportunityId: theOpportunity }) as const,
}
const customers = {
  nobody: () => ({ choice: 'none' }) as const,
  'a contact made of it': () => ({ choice: 'create' }) as const,
  'a customer made of it': (n: number) => ({ choice: 'create', ...become(n) }) as const,
  'a contact that is there': () => ({ choice: 'link', contactId: theContact }) as const,
  'a customer that is there': () => ({ choice: 'link', contactId: theCustomer, becomesCustomer: true }) as const,
}
/** Every way in which a lead is converted. */
export const ways: Ways = Object.fromEntries([
  ...Object.entries(intos).flatMap(([what, into]) =>
    Object.entries(customers).map(
      ([whom, customer]) =>
        [`into ${what}, for ${whom}`, (n: number) => ({ into: into(), customer: customer(n) })] as const,
    ),
  ),
  ...(['a customer made of it', 'a customer that is there'] as const).map(
    whom =>
      [
        `to ${whom}, without an opportunity`,
        (n: number) => ({ into: { mode: 'customerOnly' } as const, customer: customers[whom](n) }),
      ] as const,
  ),
])

/** What stands in the log: per stream, which command decided what. */
export const streamsIn = async (events: EventStore): Promise<Readonly<Record<string, readonly unknown[]>>> => {
  const streams: Record<string, unknown[]> = {}
  const categories = ['lead', 'opportunity', 'contact', 'customerCode'].map(one => `${events.namespace}.${one}`)
  for await (const { stream, type, data, personal, metadata } of events.readAll({ categories }))
    (streams[stream] ??= []).push({ type, data, personal, commandId: metadata.commandId, on: metadata.occurredOn })
  return streams
}

// A company whose rules give out leads and customers: a team of three who take turns.
import { onTestFinished } from 'vitest'
import { createMemoryKeyStore, type EventStore } from '@eventcrm/event-store'
import { createMemoryStores, type CrmOptions, type Stores } from '../src/index.ts'
import { idOf, openWith, type LeadsCrm } from './leads.ts'

const secret = new Uint8Array(32).fill(7)
export const newStores = (): Stores => createMemoryStores(createMemoryKeyStore({ 'crm/outsideKeys': secret }))
export const open = async (stores: Omit<Stores, 'close'> = newStores(), options: Partial<CrmOptions> = {}) => {
  const crm = await openWith(stores, options)
  onTestFinished(() => crm.close())
  return crm
}

export const [an, binh, chi] = [idOf(11), idOf(12), idOf(13)] as const
export const team = idOf(21)

/** A team of three who take turns; each command is accepted once, however often it is sent. */
export const setTheScene = async (
  { staff, teams, assignmentRules }: LeadsCrm,
  limits: { readonly perMonth?: number | null; readonly most?: number | null } = {},
) => {
  const at = (commandId: string) => ({ at: '2026-01-05', commandId })
  await teams.create({ teamId: team, name: 'Miền Bắc' }, at('team'))
  for (const [i, staffMemberId] of [an, binh, chi].entries()) {
    await staff.register({ staffMemberId, name: `Nhân viên ${String(i)}` }, at(`staff-${String(i)}`))
    await teams.addMember({ teamId: team, staffMemberId }, at(`member-${String(i)}`))
    await assignmentRules.setLimits({ staffMemberId, ...limits }, at(`limits-${String(i)}`))
  }
  await assignmentRules.setDefault({ teamId: team }, at('default'))
}
export const createLead = async ({ leads }: LeadsCrm, n: number, at = '2026-01-06') => {
  await leads.create({ leadId: idOf(100 + n), name: `Khách ${String(n)}` }, { at, commandId: `create-${String(n)}` })
  return idOf(100 + n)
}
export const ownerOf = async (crm: LeadsCrm, leadId: string) => (await crm.state('leads', leadId)).assignment.ownerId
export const typesOf = async (crm: LeadsCrm, of: 'leads' | 'contacts', id: string) => {
  const types: string[] = []
  for await (const { type } of crm.history(of, id)) types.push(type)
  return types
}
/** Of each month's turns, whose they were and whether they still hold. */
export const turnsIn = async (events: EventStore) => {
  const turns: { readonly requestId: string; readonly whose: string; readonly type: string }[] = []
  for await (const { type, data } of events.readAll({ categories: ['crm.assignmentTurns'] }))
    turns.push({
      type,
      requestId: JSON.stringify(data['requestId']),
      whose: JSON.stringify(data['staffMemberId']),
    })
  return turns
}

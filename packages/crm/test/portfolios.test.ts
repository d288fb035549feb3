// Who manages how many customers, beside how many each should and may have.
import { contact } from '@eventcrm/domain'
import { contacts, portfolios } from '@eventcrm/read-model-directory'
import { expect, it } from 'vitest'
import { documentsOfCompany } from '../src/company/company-documents.ts'
import { accountsHeld } from '../src/processes/accounts-held.ts'
import { an, binh, chi, newStores, open, setTheScene, team } from './assignment.ts'
import { idOf, type LeadsCrm } from './leads.ts'

const customer = (crm: LeadsCrm, n: number, given: { accountManagerId?: string; term?: 'oneOff' } = {}) =>
  crm.send([
    contact.register({ contactId: idOf(n), kind: 'individual', name: 'Khách', ...given }),
    contact.becomeCustomer({ contactId: idOf(n) }),
  ])

/** Two of An's and one of Chi's; one that nobody manages; and what is no account of anybody. */
const furnished = async () => {
  const crm = await open()
  for (const n of [301, 302]) await customer(crm, n)
  await setTheScene(crm)
  await crm.assignmentRules.setLimits({ staffMemberId: an, least: 0, most: 1 })
  await crm.assignmentRules.setLimits({ staffMemberId: binh, handles: 'organisation', least: 2, most: 5 })
  for (const n of [303, 304]) await customer(crm, n, { accountManagerId: an })
  await customer(crm, 305, { accountManagerId: chi })
  await customer(crm, 306, { accountManagerId: an, term: 'oneOff' })
  await customer(crm, 307, { accountManagerId: binh })
  await crm.contacts.archive({ contactId: idOf(307) })
  await customer(crm, 308, { accountManagerId: binh })
  await crm.contacts.merge({ ids: [idOf(303), idOf(308)], survivorId: idOf(303) })
  await crm.contacts.merge({ ids: [idOf(301), idOf(302)], survivorId: idOf(301) })
  await crm.contacts.register({ contactId: idOf(309), kind: 'individual', name: 'Không mua', accountManagerId: binh })
  await crm.staff.recordLeft({ staffMemberId: chi })
  await crm.catchUp()
  return crm
}
const nobody = { handles: null, least: null, most: null, lacking: 0, over: 0, promised: 0, hasLeft: false }

it('tells who manages how many, who has too few and too many, and how many nobody manages', async () => {
  const crm = await furnished()
  const { portfolios, total, read } = await crm.reports.portfolios()
  expect(portfolios).toEqual([
    { ...nobody, staffMemberId: an, name: 'Nhân viên 0', customers: 2, least: 0, most: 1, over: 1 },
    { ...nobody, staffMemberId: chi, name: 'Nhân viên 2', customers: 1, hasLeft: true },
    {
      ...{ ...nobody, staffMemberId: binh, name: 'Nhân viên 1', customers: 0 },
      ...{ handles: 'organisation', least: 2, most: 5, lacking: 2 },
    },
    { ...nobody, staffMemberId: null, name: null, customers: 1 },
  ])
  expect(total).toEqual({ customers: 4, managed: 3, unmanaged: 1, peopleLacking: 1, peopleOver: 1 })
  expect(read.documents).toBeLessThan(5)
})

it('tells those of a team’s members alone, and what was known before', async () => {
  const crm = await furnished()
  await crm.teams.removeMember({ teamId: team, staffMemberId: an })
  await crm.catchUp()
  const ofTeam = await crm.reports.portfolios({ team })
  expect(ofTeam.portfolios.map(({ staffMemberId }) => staffMemberId)).toEqual([chi, binh])
  expect(ofTeam.total).toMatchObject({ customers: 1, unmanaged: 0 })
  const { position } = await crm.reports.portfolios()
  await crm.contacts.setAccountManager({ contactId: idOf(301), accountManagerId: binh })
  await crm.catchUp()
  expect((await crm.reports.portfolios()).total.unmanaged).toBe(0)
  expect((await crm.reports.portfolios({ knownAt: position ?? '' })).total.unmanaged).toBe(1)
})

it('has a turn that was carried out by somebody else meanwhile hold, also where there is no more room', async () => {
  const stores = newStores()
  const crm = await open(stores)
  await setTheScene(crm, { most: 1 })
  await customer(crm, 301)
  await crm.processes.settle()
  const { accountManagerId } = await crm.state('contacts', idOf(301))
  const documents = documentsOfCompany(stores.documents, 'crm')
  await documents.ensure([portfolios, contacts].map(({ collection, indexes }) => ({ name: collection, indexes })))
  const projector = { catchUp: () => crm.catchUp() }
  const held = await accountsHeld({ documents, projector }, [accountManagerId ?? ''], idOf(301))
  expect(held.get(accountManagerId ?? '')).toEqual({ accounts: 1, before: 0 })
})

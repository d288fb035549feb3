// When a contact changed last, as lists say it.
import { contactEvents } from '@eventcrm/domain'
import { contacts as contactsView } from '@eventcrm/read-model-directory'
import { expect, it, onTestFinished } from 'vitest'
import { createMemoryStores } from '../src/index.ts'
import { idOf, openWith } from './leads.ts'

const [an, binh, acme] = [idOf(11), idOf(12), idOf(13)]
const [first, second, one] = [idOf(21), idOf(22), idOf(23)]

it('is the day of whatever was said of it last, also where a list shows nothing of it', async () => {
  const crm = await openWith(createMemoryStores())
  onTestFinished(() => crm.close())
  const { contacts } = crm
  const begun = { at: '2026-01-05' }
  for (const [contactId, name] of [
    [an, 'Lê An'],
    [binh, 'Trần Bình'],
  ] as const)
    await contacts.register({ contactId, kind: 'individual', name, phone: '0912345678' }, begun)
  await contacts.register({ contactId: acme, kind: 'organisation', name: 'Acme' }, begun)
  for (const addressId of [first, second])
    await contacts.addAddress({ contactId: an, addressId, province: 'Huế' }, begun)
  const contactId = an
  let day = ''
  const on = () => ({ at: day })
  const changes = [
    () => contacts.setDemographics({ contactId, birthDate: '1990-01-01', gender: 'female' }, on()),
    () => contacts.setTaxCode({ contactId, taxCode: '123' }, on()),
    () => contacts.setProspectiveAs({ contactId, prospectiveAs: 'customer' }, on()),
    () => contacts.setCustomFields({ contactId, custom: { shoeSize: 42 } }, on()),
    () => contacts.setExternalId({ contactId, system: 'erp', id: '7' }, on()),
    () => contacts.makeAddressMain({ contactId, addressId: second }, on()),
    () => contacts.takePosition({ contactId, employmentId: one, organisationId: acme, position: 'Kế toán' }, on()),
    () => contacts.changePosition({ contactId, employmentId: one, position: 'Giám đốc' }, on()),
    () => contacts.leavePosition({ contactId, employmentId: one }, on()),
    () => contacts.addNote({ contactId, noteId: one, text: 'gọi lại' }, on()),
    () => contacts.changeNote({ contactId, noteId: one, text: 'gọi sau' }, on()),
    () => contacts.removeNote({ contactId, noteId: one }, on()),
  ]
  for (const [i, change] of changes.entries()) {
    day = `2026-02-${String(i + 1).padStart(2, '0')}`
    expect((await change()).events, day).not.toEqual([])
    await crm.catchUp()
    const { rows } = await crm.lists.contacts({ filter: { touchedOn: { is: day } } })
    expect(
      rows.map(({ key }) => key),
      day,
    ).toEqual([an])
  }
})

it('is told of every event of a contact but those that say what is asked of the rules, or to be merged', () => {
  const untold = Object.keys(contactEvents).filter(type => !contactsView.codec.knows(type))
  expect(untold).toEqual([
    'ContactAssignmentRequested',
    'ContactAssignmentRefused',
    'ContactMergeRequested',
    'ContactMergeRefused',
    'ContactAddressedAs',
    'ContactUnmergeRequested',
  ])
})

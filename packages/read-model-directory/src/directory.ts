// Names to show and to find by: one entry per thing that has a name.
import {
  contact,
  decimalsOf,
  id,
  isErased,
  product,
  salesPipeline,
  salesTeam,
  searchKeyOf,
  sortKeyOf,
  staffMember,
  storedMoney,
  type ContactEvents,
  type DataOf,
  type StoredMoney,
} from '@eventcrm/domain'
import { addSorted, defineView, removeSorted, type FoldDocument } from '@eventcrm/projection'
import { z } from 'zod'

const named = {
  name: z.string().nullable().describe('Name; null when erased'),
  sortKey: z.string().nullable().describe('The name’s place in Vietnamese order: sort by this'),
  searchKey: z.string().nullable().describe('The name without accents and capitals: search by this'),
}
const entryId = z.uuid().describe('Its id')

const staffMemberEntry = z.object({
  kind: z.literal('staffMember').describe('A staff member'),
  id: entryId,
  ...named,
  department: z.string().nullable().describe('Department'),
  mainTeamId: id('sales team').nullable().describe('Team that the member’s opportunities count for'),
  active: z.boolean().describe('False once the member has left'),
})
const salesTeamEntry = z.object({
  kind: z.literal('salesTeam').describe('A sales team'),
  id: entryId,
  ...named,
  territory: z.string().nullable().describe('Territory it sells in'),
  leaderId: id('staff member').nullable().describe('Leader'),
  memberIds: z.array(id('staff member')).describe('Members, by id'),
})
const contactEntry = z.object({
  kind: z.literal('contact').describe('A contact'),
  id: entryId,
  ...named,
  mergedInto: id('contact').nullable().describe('The contact that it is part of, which stands for it; null none'),
  contactKind: z.enum(['individual', 'organisation']).describe('Person or organisation'),
  isCustomer: z.boolean().describe('Whether it has become a customer'),
  customerCode: z.string().nullable().describe('Customer code; null before it is a customer, and once erased'),
  phone: z.string().nullable().describe('Main phone number, E.164; null none, or erased'),
})
const productEntry = z.object({
  kind: z.literal('product').describe('A product'),
  id: entryId,
  ...named,
  code: z.string().describe('Product code'),
  group: z.string().nullable().describe('Product group'),
  unit: z.string().nullable().describe('What one unit is'),
  listPrice: storedMoney
    .extend({ exponent: z.int().describe('Decimals of the currency: 2 means that 105400 minor units are 1054.00') })
    .nullable()
    .describe('List price of a unit; null none'),
  active: z.boolean().describe('False once it is no longer sold'),
})
const pipelineEntry = z.object({
  kind: z.literal('pipeline').describe('A sales pipeline'),
  id: entryId,
  ...named,
  teamIds: z.array(id('sales team')).describe('Teams that sell by it; none means every team'),
})

export const directoryEntry = z.discriminatedUnion('kind', [
  staffMemberEntry,
  salesTeamEntry,
  contactEntry,
  productEntry,
  pipelineEntry,
])
export type DirectoryEntry = z.output<typeof directoryEntry>
export type DirectoryKind = DirectoryEntry['kind']
export type ContactEntry = z.output<typeof contactEntry>
type EntryOf<Kind extends DirectoryKind> = Extract<DirectoryEntry, { readonly kind: Kind }>

/** A name, if it was not erased, with its keys. */
const called = (name: unknown): Pick<DirectoryEntry, 'name' | 'sortKey' | 'searchKey'> =>
  typeof name === 'string'
    ? { name, sortKey: sortKeyOf(name), searchKey: searchKeyOf(name) }
    : { name: null, sortKey: null, searchKey: null }

/** How a contact is reached, if that was not erased. */
const phoneOf = (phone: unknown): string | null => (typeof phone === 'string' ? phone : null)

const isOf = <Kind extends DirectoryKind>(kind: Kind, entry: DirectoryEntry | undefined): entry is EntryOf<Kind> =>
  entry?.kind === kind

/** What changes about an entry of one kind. */
const changesOf =
  <Kind extends DirectoryKind>(kind: Kind) =>
  <Data>(change: (data: Data, entry: EntryOf<Kind>) => Partial<EntryOf<Kind>>): FoldDocument<DirectoryEntry, Data> =>
  (entry, { data }) => {
    if (!isOf(kind, entry)) throw new TypeError(`Something happened to a ${kind} that was never entered`)
    return Object.assign(entry, change(data, entry))
  }
const staff = changesOf('staffMember')
const team = changesOf('salesTeam')
const person = changesOf('contact')
const goods = changesOf('product')
const selling = changesOf('pipeline')

const priced = (price: StoredMoney | null): EntryOf<'product'>['listPrice'] =>
  price && { ...price, exponent: decimalsOf(price.currency) }

/** Of what a contact takes over from another, or has again, what is shown here. */
const valuesOf = ({
  name,
  kind,
  phone,
  customer,
}: DataOf<ContactEvents['ContactUnmerged']>['values']): Partial<ContactEntry> => ({
  ...(name === undefined || name === null ? {} : called(name)),
  ...(kind === undefined ? {} : { contactKind: kind }),
  ...(phone === undefined ? {} : { phone: phoneOf(phone?.number) }),
  ...(customer === undefined
    ? {}
    : { isCustomer: customer !== null, customerCode: customer && !isErased(customer.code) ? customer.code : null }),
})

/** Whatever has a name, as it is now, under its id. */
export const directory = defineView({
  name: 'directory',
  version: 4,
  describe: 'Staff members, sales teams, contacts, products and pipelines: names to show, to sort and to find by',
  document: directoryEntry,
  indexes: [['kind', 'searchKey'], ['kind', 'sortKey'], ['mergedInto']],
  aggregates: [staffMember, salesTeam, contact, product, salesPipeline],
  on: {
    StaffMemberJoined: (_, { streamId, data: { name, department, mainTeamId } }) => ({
      kind: 'staffMember',
      id: streamId,
      ...called(name),
      department,
      mainTeamId,
      active: true,
    }),
    StaffMemberRenamed: staff(({ name }) => called(name)),
    StaffMemberMoved: staff(({ to }) => ({ department: to })),
    StaffMemberMainTeamSet: staff(({ to }) => ({ mainTeamId: to })),
    StaffMemberLeft: staff(() => ({ active: false })),
    StaffMemberReturned: staff(() => ({ active: true })),

    SalesTeamCreated: (_, { streamId, data: { name, territory, leaderId } }) => ({
      kind: 'salesTeam',
      id: streamId,
      ...called(name),
      territory: territory?.label ?? null,
      leaderId,
      memberIds: [],
    }),
    SalesTeamRenamed: team(({ to }) => called(to)),
    SalesTeamTerritorySet: team(({ to }) => ({ territory: to?.label ?? null })),
    SalesTeamLeaderSet: team(({ to }) => ({ leaderId: to })),
    SalesTeamMemberAdded: team(({ staffMemberId }, { memberIds }) => {
      addSorted(memberIds, staffMemberId)
      return {}
    }),
    SalesTeamMemberRemoved: team(({ staffMemberId }, { memberIds }) => {
      removeSorted(memberIds, staffMemberId)
      return {}
    }),

    ContactRegistered: (_, { streamId, data: { name, kind, phone } }) => ({
      kind: 'contact',
      id: streamId,
      ...called(name),
      mergedInto: null,
      contactKind: kind,
      isCustomer: false,
      customerCode: null,
      phone: phoneOf(phone),
    }),
    ContactPhoneSet: person(({ phone }) => ({ phone: phoneOf(phone) })),
    ContactMainPhoneSet: person(({ to }) => ({ phone: phoneOf(to.number) })),
    ContactRenamed: person(({ name }) => called(name)),
    ContactKindSet: person(({ to }) => ({ contactKind: to })),
    ContactBecameCustomer: person(({ code }) => ({ isCustomer: true, customerCode: isErased(code) ? null : code })),
    ContactMergedInto: person(({ survivorId }) => ({ mergedInto: survivorId })),
    ContactSetApart: person(() => ({ mergedInto: null })),
    ContactMerged: person(({ taken }) =>
      taken.reduce<Partial<ContactEntry>>((all, { values }) => ({ ...all, ...valuesOf(values) }), {}),
    ),
    ContactUnmerged: person(({ values }) => valuesOf(values)),

    ProductListed: (_, { streamId, data: { code, name, group, unit, listPrice } }) => ({
      kind: 'product',
      id: streamId,
      ...called(name),
      code,
      group,
      unit,
      listPrice: priced(listPrice),
      active: true,
    }),
    ProductCodeChanged: goods(({ to }) => ({ code: to })),
    ProductRenamed: goods(({ to }) => called(to)),
    ProductUnitSet: goods(({ to }) => ({ unit: to })),
    ProductRegrouped: goods(({ to }) => ({ group: to })),
    ProductPriceChanged: goods(({ to }) => ({ listPrice: priced(to) })),
    ProductRetired: goods(() => ({ active: false })),
    ProductRestored: goods(() => ({ active: true })),

    PipelineCreated: (_, { streamId, data: { name, teamIds } }) => ({
      kind: 'pipeline',
      id: streamId,
      ...called(name),
      teamIds,
    }),
    PipelineRenamed: selling(({ to }) => called(to)),
    PipelineTeamsSet: selling(({ to }) => ({ teamIds: to })),
  },
})

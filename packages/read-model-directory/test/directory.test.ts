import {
  contactEvents,
  contactState,
  decimalsOf,
  isErased,
  productEvents,
  productState,
  salesPipelineEvents,
  salesPipelineState,
  salesTeamEvents,
  salesTeamState,
  staffMemberEvents,
  staffMemberState,
  type Dated,
  type NewEvent,
  type StateDefinition,
} from '@eventcrm/domain'
import { createCodec, createMemoryEventStore, streamName, type StoredEvent } from '@eventcrm/event-store'
import { createMemoryDocumentStore, createProjector, documentsOf, type DocumentStore } from '@eventcrm/projection'
import { live, pooled, type World } from '@eventcrm/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lives } from '../../domain/test/laws/lives.ts'
import { directory, findByName, namesOf, type DirectoryEntry } from '../src/index.ts'
import { rounds } from '../../testkit/src/campaign.ts'

const catalogue = {
  ...staffMemberEvents,
  ...salesTeamEvents,
  ...contactEvents,
  ...productEvents,
  ...salesPipelineEvents,
}
const codec = createCodec(catalogue)

interface Told {
  readonly category: string
  readonly id: string
  readonly event: NewEvent
}

/** The directory of what happened. */
const directoryOf = async (
  told: readonly Told[],
  change: (event: StoredEvent) => StoredEvent = e => e,
): Promise<DocumentStore> => {
  const events = createMemoryEventStore()
  const revisions = new Map<string, number>()
  for (const [i, { category, id, event }] of told.entries()) {
    if (!codec.knows(event.type)) continue
    const envelope = {
      occurredAt: '2026-01-01T00:00:00.000Z',
      occurredOn: '2026-01-01',
      recordedAt: '2026-01-01T00:00:00.000Z',
      commandId: 'c',
      correlationId: 'c',
      causationId: 'c',
      actor: 'a',
      source: 's',
    }
    const stream = streamName('crm', category, id)
    const expected = revisions.get(stream) ?? -1
    revisions.set(stream, expected + 1)
    const stored = change(codec.encode(event, `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`, envelope, id))
    await events.append(stream, expected === -1 ? 'noStream' : expected, [stored])
  }
  const documents = createMemoryDocumentStore()
  await createProjector({ events, documents, views: [directory], rollups: [] }).catchUp()
  return documents
}

const person = (n: number, name: string): Told => ({
  category: 'staffMember',
  id: pooled('staff member', n),
  event: staffMemberEvents.StaffMemberJoined({
    personId: pooled('person', n),
    name,
    email: null,
    phone: null,
    department: null,
    mainTeamId: null,
  }),
})
const staff = [person(0, 'Nguyễn Thị Đào'), person(1, 'Nguyễn Thị Ánh'), person(2, 'Nguyễn Tân'), person(3, 'Trần An')]
const allErased = (event: StoredEvent): StoredEvent => ({ ...event, personal: {} })

describe('names', () => {
  it('are found for the ids that are known, and null for a person who was erased', async () => {
    const ids = [pooled('staff member', 0), pooled('staff member', 9), pooled('staff member', 0)]
    expect(await namesOf(await directoryOf(staff), ids)).toEqual(
      new Map([[pooled('staff member', 0), 'Nguyễn Thị Đào']]),
    )
    expect(await namesOf(await directoryOf(staff, allErased), ids)).toEqual(
      new Map([[pooled('staff member', 0), null]]),
    )
    expect(await namesOf(await directoryOf(staff), [])).toEqual(new Map())
  })

  it('are found by how they begin, without accents, in Vietnamese order', async () => {
    const documents = await directoryOf(staff)
    const found = async (search: string, limit?: number) =>
      (await findByName(documents, search, 'staffMember', limit)).map(({ name }) => name)
    expect(await found('nguyen t')).toEqual(['Nguyễn Tân', 'Nguyễn Thị Ánh', 'Nguyễn Thị Đào'])
    expect(await found('NGUYỄN  THI D')).toEqual(['Nguyễn Thị Đào'])
    expect(await found('nguyen', 1)).toEqual(['Nguyễn Tân'])
    expect(await found('an')).toEqual([])
    expect(await findByName(documents, 'nguyen', 'contact')).toEqual([])
    expect(await findByName(await directoryOf(staff, allErased), '', 'staffMember')).toEqual([])
  })
})

const shared = {
  name: expect.any(String) as string,
  sortKey: expect.any(String) as string,
  searchKey: expect.any(String) as string,
}
const stateIn = <S extends Dated>(world: World, of: StateDefinition<S>, id: string) => world.stateOf(of.of(id)) as S

/** What an entry must say, from its aggregate's state. */
const entryOf = (world: World, entry: DirectoryEntry): object => {
  const { id } = entry
  switch (entry.kind) {
    case 'staffMember': {
      const { name, department, mainTeamId, status } = stateIn(world, staffMemberState, id)
      return { name, department, mainTeamId, active: status === 'active' }
    }
    case 'salesTeam': {
      const { name, territory, leaderId, members } = stateIn(world, salesTeamState, id)
      return { name, territory: territory?.label ?? null, leaderId, memberIds: [...members.keys()].sort() }
    }
    case 'contact': {
      const { name, kind, customer, phone, merging } = stateIn(world, contactState, id)
      return {
        ...{ name, contactKind: kind, phone, mergedInto: merging.into?.survivorId ?? null },
        ...{ isCustomer: customer !== null, customerCode: customer?.code ?? null },
      }
    }
    case 'product': {
      const { name, code, group, unit, listPrice, status } = stateIn(world, productState, id)
      const exponent = listPrice && decimalsOf(listPrice.currency)
      return {
        name,
        code,
        group,
        unit,
        listPrice: listPrice && { ...listPrice, exponent },
        active: status === 'listed',
      }
    }
    case 'pipeline': {
      const { name, teamIds } = stateIn(world, salesPipelineState, id)
      return { name, teamIds }
    }
  }
}

it('every entry says what its aggregate is, after whatever people did', async () => {
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(lives, async plan => {
      const world = live(plan)
      const told = [...world.streams.values()].flatMap(({ fold, id, facts }) =>
        facts.map(({ type, data }) => ({ category: fold.category, id, event: { type, data } })),
      )
      const documents = await directoryOf(told)
      const [found] = await documents.query([{ find: directory.collection }])
      const entries = documentsOf(directory, found)
      expect(entries.map(({ id }) => id).sort()).toEqual(
        [...world.streams.values()]
          .filter(({ fold }) =>
            ['staffMember', 'salesTeam', 'contact', 'product', 'salesPipeline'].includes(fold.category),
          )
          .map(({ id }) => id)
          .sort(),
      )
      for (const entry of entries) {
        const { id, kind, sortKey: _, searchKey: __, ...said } = entry
        seen.set(kind, (seen.get(kind) ?? 0) + 1)
        expect(said, `${kind} ${id}`).toEqual(entryOf(world, entry))
        expect(entry).toMatchObject(shared)
      }
    }),
    { numRuns: rounds(60, 3_000) },
  )
  expect([...seen.keys()].sort()).toEqual(['contact', 'pipeline', 'product', 'salesTeam', 'staffMember'])
})

it('a team of thousands has its members in order, each once', () => {
  const ids = Array.from({ length: 8_000 }, (_, n) => pooled('staff member', (n * 4_999) % 8_000))
  const what = {
    occurredAt: '',
    occurredOn: '2026-01-01',
    recordedAt: '',
    commandId: '',
    correlationId: '',
    causationId: '',
  }
  const who = { actor: '', source: '', stream: 'crm.salesTeam-t', streamId: 't', id: '', revision: 0, position: '' }
  let entry = directory.fold(undefined, {
    ...what,
    ...who,
    ...salesTeamEvents.SalesTeamCreated({ name: 'North', territory: null, leaderId: null }),
  })
  for (const staffMemberId of [...ids, ...ids.slice(0, 10)])
    entry = directory.fold(entry ?? undefined, {
      ...what,
      ...who,
      ...salesTeamEvents.SalesTeamMemberAdded({ staffMemberId }),
    })
  for (const staffMemberId of ids.slice(0, 10))
    entry = directory.fold(entry ?? undefined, {
      ...what,
      ...who,
      ...salesTeamEvents.SalesTeamMemberRemoved({ staffMemberId }),
    })
  expect(entry).toMatchObject({ memberIds: ids.slice(10).sort() })
})

it('every event that says something of a name, of how a contact is reached, or where people and things belong, is folded', () => {
  const unfolded = Object.keys(catalogue).filter(type => !directory.codec.knows(type))
  expect(unfolded.filter(type => !/^(Stage|LostReason)/.test(type))).toEqual([
    'StaffMemberEmailSet',
    'StaffMemberPhoneSet',
    'ContactPhoneAdded',
    'ContactPhoneChanged',
    'ContactPhoneRemoved',
    'ContactEmailSet',
    'ContactMainEmailSet',
    'ContactEmailAdded',
    'ContactEmailChanged',
    'ContactEmailRemoved',
    'ContactAddressAdded',
    'ContactAddressChanged',
    'ContactAddressRemoved',
    'ContactMainAddressSet',
    'ContactProfileSet',
    'ContactTermSet',
    'ContactProspectiveAsSet',
    'ContactTaxCodeSet',
    'ContactDemographicsSet',
    'ContactAccountManagerSet',
    'ContactAssignmentRequested',
    'ContactAssignmentRefused',
    'ContactCustomFieldsSet',
    'ContactExternalIdSet',
    'ContactPositionTaken',
    'ContactPositionChanged',
    'ContactPositionLeft',
    'ContactTagged',
    'ContactUntagged',
    'ContactNoteAdded',
    'ContactNoteChanged',
    'ContactNoteRemoved',
    'ContactBecameSupplier',
    'ContactArchived',
    'ContactUnarchived',
    'ContactMergeRequested',
    'ContactMergeRefused',
    'ContactAddressedAs',
    'ContactUnmergeRequested',
  ])
})

it('nothing else of a person is kept', async () => {
  const [found] = await (await directoryOf(staff, allErased)).query([{ find: directory.collection }])
  for (const entry of documentsOf(directory, found)) {
    expect(isErased(entry.name)).toBe(false)
    expect(JSON.stringify(entry)).not.toMatch(/nguyen|nguyễn|tran|trần/i)
  }
})

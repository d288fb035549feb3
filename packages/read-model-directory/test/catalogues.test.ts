import { catalogueEvents as e, catalogueId, type NewEvent } from '@eventcrm/domain'
import { createMemoryDocumentStore, ViewBuilding } from '@eventcrm/projection'
import { pooled } from '@eventcrm/testkit'
import { expect, it } from 'vitest'
import { catalogues, entriesCalled, type CatalogueDocument } from '../src/index.ts'

const entryId = pooled('catalogue entry')
const seen = ({ type, data }: NewEvent, streamId = catalogueId('size')) => {
  const at = '2026-01-05T00:00:00.000Z'
  const envelope = { commandId: 'c', correlationId: 'c', causationId: 'c', actor: 'lan', source: 'api' }
  const where = { stream: `crm.catalogue-${streamId}`, streamId, revision: 0, position: '1' }
  return { id: 'e', type, data, ...envelope, ...where, occurredAt: at, occurredOn: at.slice(0, 10), recordedAt: at }
}
const documentAfter = (...events: readonly NewEvent[]) =>
  events.reduce<CatalogueDocument | undefined>(
    (entry, event) => catalogues.fold(entry, seen(event)) ?? undefined,
    undefined,
  )
const added = e.CatalogueEntryAdded({
  entryId,
  label: 'Nhỏ',
  code: null,
  order: 10,
  parentId: null,
  band: { from: 1, to: 49 },
})

it('an entry is there under its catalogue and its id', () => {
  expect(catalogues.keysOf(seen(added))).toEqual([`${catalogueId('size')}/${entryId}`])
  expect(documentAfter(added)).toEqual({
    catalogue: 'size',
    entryId,
    label: 'Nhỏ',
    sortKey: expect.any(String) as string,
    searchKey: 'nho',
    formerLabels: [],
    formerKeys: [],
    code: null,
    order: 10,
    parentId: null,
    from: 1,
    to: 49,
    retired: false,
  })
})

it('an entry is as it was last changed, and stays when it is retired', () => {
  const changes = [
    e.CatalogueEntryRenamed({ entryId, from: 'Nhỏ', to: 'Vừa' }),
    e.CatalogueEntryCodeSet({ entryId, from: null, to: 'V' }),
    e.CatalogueEntryReordered({ entryId, from: 10, to: 5 }),
    e.CatalogueEntryMoved({ entryId, from: null, to: pooled('catalogue entry', 1) }),
    e.CatalogueEntryBandSet({ entryId, from: { from: 1, to: 49 }, to: { from: 50, to: null } }),
    e.CatalogueEntryRetired({ entryId }),
  ]
  expect(documentAfter(added, ...changes)).toMatchObject({
    label: 'Vừa',
    searchKey: 'vua',
    formerLabels: ['Nhỏ'],
    formerKeys: ['nho'],
    code: 'V',
    order: 5,
    parentId: pooled('catalogue entry', 1),
    from: 50,
    to: null,
    retired: true,
  })
  expect(documentAfter(added, ...changes, e.CatalogueEntryReinstated({ entryId }))).toMatchObject({ retired: false })
})

it('nobody is told that no entry is called so before the catalogues are folded', async () => {
  const documents = createMemoryDocumentStore()
  const { collection: name, indexes, document: schema } = catalogues
  await documents.ensure([{ name, indexes, schema }])
  await expect(entriesCalled(documents, 'industry', 'Dệt may')).rejects.toThrow(ViewBuilding)
})

import { given, past, pooled } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import {
  catalogue,
  catalogueEvents as e,
  catalogueId,
  catalogueNamed,
  catalogueNames,
  catalogueState,
  companyEvents,
  companyState,
  readyMadeCatalogues,
  readyMadeId,
  theCompany,
} from '../src/index.ts'
import { readyMadeEntries } from '../src/catalogue/presets.ts'

const [north, south, hanoi, hue] = [0, 1, 2, 3].map(n => pooled('catalogue entry', n)) as [
  string,
  string,
  string,
  string,
]
const territory = 'territory'
const added = (entryId: string, label: string, others: object = {}) =>
  e.CatalogueEntryAdded({ entryId, label, code: null, order: 0, parentId: null, band: null, ...others })
const territories = past(
  catalogueState.of(catalogueId(territory)),
  ['2026-01-05', added(north, 'North', { code: 'N' })],
  ['2026-01-05', added(south, 'South', { order: 10 })],
  ['2026-01-05', added(hanoi, 'Hà Nội', { parentId: north })],
)
const sizes = past(
  catalogueState.of(catalogueId('size')),
  ['2026-01-05', added(north, 'Small', { band: { from: 1, to: 49 } })],
  ['2026-01-05', added(south, 'Large', { band: { from: 50, to: null } })],
)
const day = '2026-02-01'

describe('the catalogues', () => {
  it('are found by their names, each under an id of its own', () => {
    expect(new Set(catalogueNames.map(catalogueId)).size).toBe(catalogueNames.length)
    for (const name of catalogueNames) expect(catalogueNamed(catalogueId(name))).toBe(name)
    expect(catalogueNamed(theCompany)).toBeUndefined()
  })
  it('are those of the library', () => {
    given()
      .when(catalogue.retireEntry({ catalogue: 'colour' as 'tag', entryId: north }), day)
      .invalid('catalogue')
  })
})

describe('adding an entry', () => {
  it('begins a catalogue', () => {
    given()
      .when(catalogue.addEntry({ catalogue: territory, entryId: north, label: 'North' }), day)
      .decides(added(north, 'North'))
  })
  it('puts it after those beside it, with room between', () => {
    given(territories)
      .when(catalogue.addEntry({ catalogue: territory, entryId: hue, label: 'Central' }), day)
      .decides(added(hue, 'Central', { order: 20 }))
    given(territories)
      .when(catalogue.addEntry({ catalogue: territory, entryId: hue, label: 'Huế', parentId: south }), day)
      .decides(added(hue, 'Huế', { parentId: south }))
  })
  it('decides nothing the second time, and refuses another entry under its id', () => {
    given(territories)
      .when(catalogue.addEntry({ catalogue: territory, entryId: north, label: 'North' }), day)
      .nothing()
    given(territories)
      .when(catalogue.addEntry({ catalogue: territory, entryId: north, label: 'Far north' }), day)
      .rejected('ENTRY_EXISTS', { field: 'label', entryId: north })
  })
  it('refuses a label in use beside it, whatever its case and blanks', () => {
    for (const label of ['north', ' NORTH ', 'North'])
      given(territories)
        .when(catalogue.addEntry({ catalogue: territory, entryId: hue, label }), day)
        .rejected('LABEL_TAKEN', { field: 'label', entryId: north })
  })
  it('takes a label that differs in accents, since those make other words', () => {
    given(territories)
      .when(catalogue.addEntry({ catalogue: territory, entryId: hue, label: 'Ha Noi', parentId: north }), day)
      .decides(added(hue, 'Ha Noi', { parentId: north, order: 10 }))
  })
  it('takes a label in use elsewhere in the tree', () => {
    given(territories)
      .when(catalogue.addEntry({ catalogue: territory, entryId: hue, label: 'North', parentId: south }), day)
      .decides(added(hue, 'North', { parentId: south }))
  })
  it('refuses a code in use anywhere', () => {
    given(territories)
      .when(catalogue.addEntry({ catalogue: territory, entryId: hue, label: 'Huế', code: 'n', parentId: south }), day)
      .rejected('CODE_TAKEN', { field: 'code', entryId: north })
  })
  it('refuses to put it under what is not there, or no longer in use', () => {
    given(territories)
      .when(catalogue.addEntry({ catalogue: territory, entryId: hue, label: 'Huế', parentId: theCompany }), day)
      .rejected('CATALOGUE_ENTRY_UNKNOWN', { field: 'parentId' })
    given(territories, past(catalogueState.of(catalogueId('tag'))))
      .when(catalogue.addEntry({ catalogue: 'tag', entryId: hue, label: 'VIP', parentId: north }), day)
      .rejected('NOT_A_TREE', { field: 'parentId' })
  })
  it('refuses numbers that another stands for, and in a catalogue without them', () => {
    given(sizes)
      .when(catalogue.addEntry({ catalogue: 'size', entryId: hue, label: 'Middle', band: { from: 40, to: 45 } }), day)
      .rejected('BANDS_OVERLAP', { field: 'band', entryId: north })
    given(territories)
      .when(catalogue.addEntry({ catalogue: territory, entryId: hue, label: 'C', band: { from: 1, to: 2 } }), day)
      .rejected('NO_BANDS', { field: 'band' })
  })
  it('refuses a range that ends before it begins', () => {
    given(sizes)
      .when(catalogue.addEntry({ catalogue: 'size', entryId: hue, label: 'M', band: { from: 9, to: 8 } }), day)
      .invalid('band')
  })
  it('is not dated before another change that it may clash with', () => {
    given(territories)
      .when(catalogue.addEntry({ catalogue: territory, entryId: hue, label: 'Central' }), '2026-01-04')
      .rejected('DATED_TOO_EARLY')
  })
  it('ends when there are as many as there is room for', () => {
    const many = past(
      catalogueState.of(catalogueId('tag')),
      ...Array.from(
        { length: 1000 },
        (_, n) => ['2026-01-05', added(pooled('catalogue entry', n), `Tag ${String(n)}`)] as const,
      ),
    )
    given(many)
      .when(catalogue.addEntry({ catalogue: 'tag', entryId: theCompany, label: 'One more' }), day)
      .rejected('TOO_MANY_PARTS', { most: 1000 })
  })
})

describe('changing an entry', () => {
  it('renames it, but not to a label in use', () => {
    given(territories)
      .when(catalogue.renameEntry({ catalogue: territory, entryId: north, label: 'Miền Bắc' }), day)
      .decides(e.CatalogueEntryRenamed({ entryId: north, from: 'North', to: 'Miền Bắc' }))
    given(territories)
      .when(catalogue.renameEntry({ catalogue: territory, entryId: north, label: 'south' }), day)
      .rejected('LABEL_TAKEN', { entryId: south })
  })
  it('changes the case of its own label', () => {
    given(territories)
      .when(catalogue.renameEntry({ catalogue: territory, entryId: north, label: 'NORTH' }), day)
      .decides(e.CatalogueEntryRenamed({ entryId: north, from: 'North', to: 'NORTH' }))
  })
  it('sets its code and its place', () => {
    given(territories)
      .when(catalogue.setEntryCode({ catalogue: territory, entryId: south, code: 'S' }), day)
      .decides(e.CatalogueEntryCodeSet({ entryId: south, from: null, to: 'S' }))
    given(territories)
      .when(catalogue.reorderEntry({ catalogue: territory, entryId: south, order: 5 }), day)
      .decides(e.CatalogueEntryReordered({ entryId: south, from: 10, to: 5 }))
  })
  it('moves it under another, but not under itself or what is under it', () => {
    given(territories)
      .when(catalogue.moveEntry({ catalogue: territory, entryId: hanoi, parentId: south }), day)
      .decides(e.CatalogueEntryMoved({ entryId: hanoi, from: north, to: south }))
    given(territories)
      .when(catalogue.moveEntry({ catalogue: territory, entryId: hanoi, parentId: null }), day)
      .decides(e.CatalogueEntryMoved({ entryId: hanoi, from: north, to: null }))
    for (const parentId of [north, hanoi])
      given(territories)
        .when(catalogue.moveEntry({ catalogue: territory, entryId: north, parentId }), day)
        .rejected('UNDER_ITSELF', { field: 'parentId' })
  })
  it('has it stand for other numbers', () => {
    given(sizes)
      .when(catalogue.setEntryBand({ catalogue: 'size', entryId: north, band: { from: 1, to: 20 } }), day)
      .decides(e.CatalogueEntryBandSet({ entryId: north, from: { from: 1, to: 49 }, to: { from: 1, to: 20 } }))
    given(sizes)
      .when(catalogue.setEntryBand({ catalogue: 'size', entryId: north, band: { from: 1, to: null } }), day)
      .rejected('BANDS_OVERLAP', { entryId: south })
  })
  it('refuses an entry that is not there', () => {
    given(territories)
      .when(catalogue.renameEntry({ catalogue: territory, entryId: hue, label: 'Huế' }), day)
      .rejected('CATALOGUE_ENTRY_UNKNOWN', { field: 'entryId', entryId: hue })
  })
})

describe('retiring an entry', () => {
  const retired = past(
    catalogueState.of(catalogueId(territory)),
    ['2026-01-05', added(north, 'North')],
    ['2026-01-06', e.CatalogueEntryRetired({ entryId: north })],
  )
  it('takes it out of the choice, and gives its label free', () => {
    given(territories)
      .when(catalogue.retireEntry({ catalogue: territory, entryId: north }), day)
      .decides(e.CatalogueEntryRetired({ entryId: north }))
    given(retired)
      .when(catalogue.addEntry({ catalogue: territory, entryId: south, label: 'North', order: 3 }), day)
      .decides(added(south, 'North', { order: 3 }))
  })
  it('is taken back unless another has its label by then', () => {
    given(retired)
      .when(catalogue.reinstateEntry({ catalogue: territory, entryId: north }), day)
      .decides(e.CatalogueEntryReinstated({ entryId: north }))
    const replaced = past(
      catalogueState.of(catalogueId(territory)),
      ['2026-01-05', added(north, 'North')],
      ['2026-01-06', e.CatalogueEntryRetired({ entryId: north })],
      ['2026-01-07', added(south, 'North')],
    )
    given(replaced)
      .when(catalogue.reinstateEntry({ catalogue: territory, entryId: north }), day)
      .rejected('LABEL_TAKEN', { entryId: south })
  })
  it('lets nothing be put under it', () => {
    given(retired)
      .when(catalogue.addEntry({ catalogue: territory, entryId: hanoi, label: 'Hà Nội', parentId: north }), day)
      .rejected('CATALOGUE_ENTRY_RETIRED', { field: 'parentId' })
  })
})

describe('ready-made entries', () => {
  const founded = past(companyState.of(theCompany), [
    '2026-01-05',
    companyEvents.CompanyFounded({
      name: null,
      timeZone: 'Asia/Ho_Chi_Minh',
      currency: 'VND',
      country: 'VN',
      language: 'vi',
      keyCheck: null,
    }),
  ])
  it('come in the language of the company, or the one asked for', () => {
    const entries = (labels: readonly string[]) =>
      labels.map((label, i) =>
        added(readyMadeId(catalogueId(territory), ['north', 'central', 'south'][i] ?? ''), label, { order: i * 10 }),
      )
    given(founded)
      .when(catalogue.addReadyMade({ catalogue: territory }), day)
      .decides(...entries(['Miền Bắc', 'Miền Trung', 'Miền Nam']))
    given(founded)
      .when(catalogue.addReadyMade({ catalogue: territory, language: 'en' }), day)
      .decides(...entries(['North', 'Central', 'South']))
  })
  it('leave out a label that is in use, and what was there before', () => {
    given(territories)
      .when(catalogue.addReadyMade({ catalogue: territory, language: 'en' }), day)
      .decides(added(readyMadeId(catalogueId(territory), 'central'), 'Central', { order: 10 }))
  })
  it('have each an id and a label of its own, in every catalogue and language', () => {
    const all = readyMadeCatalogues.flatMap(name => readyMadeEntries(catalogueId(name), 'en'))
    expect(new Set(all.map(({ entryId }) => entryId)).size).toBe(all.length)
    for (const name of readyMadeCatalogues)
      for (const language of ['en', 'vi'] as const)
        given()
          .when(catalogue.addReadyMade({ catalogue: name, language }), day)
          .decides(...readyMadeEntries(catalogueId(name), language).map(entry => e.CatalogueEntryAdded(entry)))
  })
  it('are under ids that stay for good', () => {
    expect(readyMadeId(catalogueId('industry'), 'trade')).toBe('ca7a1090-0000-4000-8000-9875904d51f9')
  })
})

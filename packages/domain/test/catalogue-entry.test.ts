import { pooled } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import { catalogueEvents as e, catalogueId, catalogueState, historyOf } from '../src/index.ts'
import {
  catalogueEntriesIn,
  catalogueEntryGiven,
  catalogueEntryIn,
  type CatalogueEntryStored,
} from '../src/kernel/index.ts'

const [steel, trade, old, late] = [0, 1, 2, 3].map(n => pooled('catalogue entry', n)) as [
  string,
  string,
  string,
  string,
]
const added = (entryId: string, label: string) =>
  e.CatalogueEntryAdded({ entryId, label, code: null, order: 0, parentId: null, band: null })
const facts = (...all: readonly (readonly [string, ReturnType<typeof added>])[]) =>
  all.map(([occurredOn, { type, data }]) => ({ type, data, occurredOn }))
const history = historyOf(catalogueState).with(
  facts(
    ['2026-01-05', added(steel, 'Thép')],
    ['2026-01-05', added(trade, 'Thương mại')],
    ['2026-01-05', added(old, 'Old')],
    ['2026-03-01', added(late, 'Muối')],
  ),
)
const industries = history.with([
  { type: 'CatalogueEntryRetired', data: { entryId: old }, occurredOn: '2026-01-06' },
]).current
const given = (value: unknown) => catalogueEntryGiven.parse(value)
const stored = (value: unknown, current: CatalogueEntryStored | null = null, catalogue = industries) =>
  catalogueEntryIn(given(value), catalogue, current, 'industry')

describe('a value chosen from a catalogue', () => {
  it('is stored with its id and the label it has then', () => {
    expect(stored({ entryId: steel })).toEqual({ entryId: steel, label: 'Thép' })
  })
  it('is refused when there is no such entry, or it may no longer be chosen', () => {
    expect(stored({ entryId: catalogueId('tag') })).toMatchObject({
      code: 'CATALOGUE_ENTRY_UNKNOWN',
      details: { field: 'industry' },
    })
    expect(stored({ entryId: old })).toMatchObject({ code: 'CATALOGUE_ENTRY_RETIRED' })
  })
  it('stays as it was chosen when it is chosen again and was retired meanwhile', () => {
    const before = { entryId: old, label: 'Older' }
    expect(stored({ entryId: old }, before)).toBe(before)
    expect(stored('older', before)).toBe(before)
  })
  it('has its name now when it is chosen again and was renamed meanwhile', () => {
    const before = { entryId: steel, label: 'Sắt' }
    for (const value of [{ entryId: steel }, 'thép']) {
      expect(stored(value, before)).toEqual({ entryId: steel, label: 'Thép' })
      expect(catalogueEntryIn(given(value), industries, before, 'industry', 'as it was')).toBe(before)
    }
  })
})

describe('a value given as text', () => {
  it('is the entry in use that is called so, whatever its case and blanks', () => {
    for (const text of ['thương  mại', ' THƯƠNG MẠI ', 'Thương mại'.normalize('NFD')])
      for (const value of [text, { label: text }])
        expect(stored(value)).toEqual({ entryId: trade, label: 'Thương mại' })
  })
  it('is kept as it is where no entry in use is called so', () => {
    for (const label of ['Thuong mai', 'Old', 'Muôi']) expect(stored(label)).toEqual({ entryId: null, label })
  })
  it('becomes the entry of that label once there is one', () => {
    expect(stored('Thép', { entryId: null, label: 'Thép' })).toEqual({ entryId: steel, label: 'Thép' })
  })
  it('changes nothing where it is there already, with other capitals', () => {
    const free = { entryId: null, label: 'Giấy' }
    expect(stored('GIẤY', free)).toBe(free)
  })
  it('on a past day is an entry of that day, or of the first day of the catalogue', () => {
    expect(stored('Muối', null, history.asOf('2026-02-01'))).toEqual({ entryId: null, label: 'Muối' })
    expect(stored('Muối', null, history.asOf('2026-03-01'))).toEqual({ entryId: late, label: 'Muối' })
    expect(stored('Thép', null, history.asOf('2020-01-01'))).toEqual({ entryId: steel, label: 'Thép' })
    expect(stored({ entryId: late }, null, history.asOf('2026-02-01'))).toEqual({ entryId: late, label: 'Muối' })
  })
  it('that two entries in use have in different places is kept as it is', () => {
    const twice = historyOf(catalogueState).with(
      facts(['2026-01-05', added(steel, 'Bắc')], ['2026-01-05', added(trade, 'Bắc')]),
    ).current
    expect(stored('Bắc', null, twice)).toEqual({ entryId: null, label: 'Bắc' })
  })
  it('is short and has a line', () => {
    for (const value of ['', 'x'.repeat(121), 'a\nb', '__proto__', { label: ' ' }, 5])
      expect(catalogueEntryGiven.safeParse(value).error?.issues[0]?.message, JSON.stringify(value)).toContain(
        'expected text of at most 120 characters',
      )
  })
})

describe('several values', () => {
  const catalogues = { industry: industries, size: catalogueState.initialState }
  const current = { industry: { entryId: steel, label: 'Thép' }, size: null }
  it('are those that were given, null where one is taken away', () => {
    expect(catalogueEntriesIn({ industry: null, size: { label: '10' } }, catalogues, current)).toEqual({
      industry: null,
      size: { entryId: null, label: '10' },
    })
    expect(catalogueEntriesIn({ industry: undefined }, catalogues, current)).toEqual({})
  })
  it('are refused with the field at fault', () => {
    expect(catalogueEntriesIn({ industry: { entryId: old } }, catalogues, current)).toMatchObject({
      code: 'CATALOGUE_ENTRY_RETIRED',
      details: { field: 'industry', entryId: old },
    })
  })
})

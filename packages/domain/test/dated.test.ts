import { describe, expect, it } from 'vitest'
import { set, unopened, type Dated, type Day, type Parts } from '../src/index.ts'
import { addPart, noParts, plainState, removePart, setLater, setPart } from '../src/kernel/index.ts'

interface Door extends Dated {
  readonly open: boolean
  readonly colour: string
  readonly hinges: Parts<{ readonly oiled: boolean; readonly worn: boolean }>
}
const built: Door = { ...unopened, openedOn: '2026-01-01', open: false, colour: 'red', hinges: noParts() }
const hinge = { oiled: true, worn: false }
const on = (day: Day) => ({ day })

/** What a setter overwrites that was set later. */
const overwritten = (day: Day, change: (on: { day: Day; overwrites: (field: string, last: Day) => void }) => Door) => {
  const fields: [string, Day][] = []
  change({ day, overwrites: (field, last) => fields.push([field, last]) })
  return fields
}

describe('setting fields', () => {
  it('keeps the day of each', () => {
    expect(set(set(built, on('2026-01-05'), { open: true }), on('2026-01-03'), { colour: 'blue' })).toEqual({
      ...built,
      open: true,
      colour: 'blue',
      days: { open: '2026-01-05', colour: '2026-01-03' },
    })
  })
  it('leaves the state before as it was', () => {
    const before = set(built, on('2026-01-05'), { open: true })
    set(before, on('2026-01-06'), { open: false })
    addPart(before, on('2026-01-06'), 'hinges', 'top', hinge)
    expect(before).toEqual({ ...built, open: true, days: { open: '2026-01-05' } })
    expect(before.hinges.size).toBe(0)
  })
  it('tells what was last set on a later day', () => {
    const before = set(built, on('2026-01-05'), { open: true })
    expect(overwritten('2026-01-04', at => set(before, at, { open: false, colour: 'blue' }))).toEqual([
      ['open', '2026-01-05'],
    ])
    expect(overwritten('2026-01-05', at => set(before, at, { open: false }))).toEqual([])
  })
})

describe('parts', () => {
  const top = addPart(built, on('2026-01-05'), 'hinges', 'top', hinge)
  it('keep the day of each field of each part beside it', () => {
    const worn = setPart(top, on('2026-01-07'), 'hinges', 'top', { worn: true })
    const both = addPart(worn, on('2026-01-06'), 'hinges', 'low', hinge)
    expect(both.days).toEqual({})
    expect(plainState(both)).toMatchObject({
      hinges: {
        low: { part: hinge, days: { oiled: '2026-01-06', worn: '2026-01-06' }, began: '2026-01-06' },
        top: {
          part: { oiled: true, worn: true },
          days: { oiled: '2026-01-05', worn: '2026-01-07' },
          began: '2026-01-05',
        },
      },
    })
  })
  it('are asked for by id, and counted', () => {
    expect(top.hinges.get('top')).toBe(hinge)
    expect(top.hinges.get('low')).toBeUndefined()
    expect([...top.hinges]).toEqual([['top', hinge]])
    expect([...top.hinges.keys()]).toEqual(['top'])
    expect([...top.hinges.values()]).toEqual([hinge])
    expect(top.hinges.size).toBe(1)
    expect(addPart(top, on('2026-01-06'), 'hinges', 'top', hinge).hinges.size).toBe(1)
  })
  it('that are not there stay away', () => {
    expect(setPart(top, on('2026-01-07'), 'hinges', 'low', { worn: true })).toBe(top)
    expect(removePart(top, on('2026-01-07'), 'hinges', 'low')).toBe(top)
  })
  it('are remembered when they are removed', () => {
    const removed = removePart(top, on('2026-01-07'), 'hinges', 'top')
    expect([...removed.hinges]).toEqual([])
    expect(removed.hinges.size).toBe(0)
    expect(removed.hinges.has('top')).toBe(false)
    expect(removed.hinges.had('top')).toBe(true)
    expect(removed.hinges.had('to')).toBe(false)
  })
  it('may have any id, even one that JavaScript has a meaning for', () => {
    for (const id of ['__proto__', 'constructor', 'toString']) {
      expect(setPart(built, on('2026-01-05'), 'hinges', id, { worn: true })).toBe(built)
      expect(removePart(built, on('2026-01-05'), 'hinges', id)).toBe(built)
      const added = addPart(built, on('2026-01-05'), 'hinges', id, hinge)
      expect([...added.hinges]).toEqual([[id, hinge]])
      expect(setPart(added, on('2026-01-06'), 'hinges', id, { worn: true }).hinges.get(id)?.worn).toBe(true)
      expect(removePart(added, on('2026-01-06'), 'hinges', id).hinges.has(id)).toBe(false)
    }
  })
  it('tell what was last set on a later day, when they were added or removed too', () => {
    const removed = removePart(top, on('2026-01-09'), 'hinges', 'top')
    expect(overwritten('2026-01-04', at => setPart(top, at, 'hinges', 'top', { worn: true }))).toEqual([
      ['hinges/top/worn', '2026-01-05'],
    ])
    expect(overwritten('2026-01-08', at => addPart(removed, at, 'hinges', 'top', hinge))).toEqual([
      ['hinges/top/oiled', '2026-01-09'],
      ['hinges/top/worn', '2026-01-09'],
    ])
    expect(overwritten('2026-01-02', at => addPart(top, at, 'hinges', 'low', hinge))).toEqual([])
  })
})

describe('what a decision builds on was set later', () => {
  const before = addPart(set(built, on('2026-01-05'), { open: true }), on('2026-01-06'), 'hinges', 'top', hinge)
  it('when it is dated before the opening', () => {
    expect(setLater(before, '2025-12-31', [])).toEqual({ field: 'opening', notBefore: '2026-01-01' })
    expect(setLater(before, '2026-01-01', [])).toBeUndefined()
    expect(setLater({ ...built, openedOn: null }, '2020-01-01', [])).toBeUndefined()
  })
  it('when it depends on a field that was set later', () => {
    expect(setLater(before, '2026-01-04', ['open'])).toEqual({ field: 'open', notBefore: '2026-01-05' })
    expect(setLater(before, '2026-01-05', ['open'])).toBeUndefined()
    expect(setLater(before, '2026-01-04', ['colour'])).toBeUndefined()
  })
  it('when it depends on a field of all parts, and any of them had it set later', () => {
    const later = setPart(before, on('2026-01-08'), 'hinges', 'top', { worn: true })
    expect(setLater(later, '2026-01-07', ['hinges.worn'])).toEqual({ field: 'hinges.worn', notBefore: '2026-01-08' })
    expect(setLater(later, '2026-01-07', ['hinges.oiled'])).toBeUndefined()
    expect(setLater(later, '2026-01-05', ['hinges.oiled'])?.field).toBe('hinges.oiled')
    const gone = removePart(later, on('2026-01-09'), 'hinges', 'top')
    expect(setLater(gone, '2026-01-08', ['hinges.oiled'])?.notBefore).toBe('2026-01-09')
  })
})

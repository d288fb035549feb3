import { describe, expect, it } from 'vitest'
import { addPart, hadPart, removePart, set, setPart, tooEarly, undated, type Dated, type Parts } from '../src/index.ts'

interface Door extends Dated {
  readonly open: boolean
  readonly colour: string
  readonly hinges: Parts<{ readonly oiled: boolean; readonly worn: boolean }>
}
const built: Door = { ...undated, openedOn: '2026-01-01', open: false, colour: 'red', hinges: {} }
const hinge = { oiled: true, worn: false }

describe('setting fields', () => {
  it('keeps the day of each', () => {
    expect(set(set(built, '2026-01-05', { open: true }), '2026-01-03', { colour: 'blue' })).toEqual({
      ...built,
      open: true,
      colour: 'blue',
      days: { open: '2026-01-05', colour: '2026-01-03' },
    })
  })
  it('leaves the state before as it was', () => {
    const before = set(built, '2026-01-05', { open: true })
    set(before, '2026-01-06', { open: false })
    addPart(before, '2026-01-06', 'hinges', 'top', hinge)
    expect(before).toEqual({ ...built, open: true, days: { open: '2026-01-05' } })
  })
})

describe('parts', () => {
  const top = addPart(built, '2026-01-05', 'hinges', 'top', hinge)
  it('keep the day of each field of each part', () => {
    const both = addPart(
      setPart(top, '2026-01-07', 'hinges', 'top', { worn: true }),
      '2026-01-06',
      'hinges',
      'low',
      hinge,
    )
    expect(both.hinges).toEqual({ top: { oiled: true, worn: true }, low: hinge })
    expect(both.days).toEqual({
      'hinges/top/oiled': '2026-01-05',
      'hinges/top/worn': '2026-01-07',
      'hinges/low/oiled': '2026-01-06',
      'hinges/low/worn': '2026-01-06',
    })
  })
  it('that are not there stay away', () => {
    expect(setPart(top, '2026-01-07', 'hinges', 'low', { worn: true })).toBe(top)
    expect(removePart(top, '2026-01-07', 'hinges', 'low')).toBe(top)
  })
  it('leave the day of their removal behind', () => {
    const removed = removePart(top, '2026-01-07', 'hinges', 'top')
    expect(removed.hinges).toEqual({})
    expect(removed.days).toEqual({ 'hinges/top/oiled': '2026-01-07', 'hinges/top/worn': '2026-01-07' })
    expect(hadPart(removed, 'hinges', 'top')).toBe(true)
    expect(hadPart(removed, 'hinges', 'to')).toBe(false)
  })
  it('may have any id, even one that JavaScript has a meaning for', () => {
    for (const id of ['__proto__', 'constructor', 'toString']) {
      expect(setPart(built, '2026-01-05', 'hinges', id, { worn: true })).toBe(built)
      expect(removePart(built, '2026-01-05', 'hinges', id)).toBe(built)
      const added = addPart(built, '2026-01-05', 'hinges', id, hinge)
      expect(Object.entries(added.hinges)).toEqual([[id, hinge]])
      expect(setPart(added, '2026-01-06', 'hinges', id, { worn: true }).hinges).not.toEqual(added.hinges)
      expect(Object.entries(removePart(added, '2026-01-06', 'hinges', id).hinges)).toEqual([])
    }
  })
})

describe('too early', () => {
  const before = addPart(set(built, '2026-01-05', { open: true }), '2026-01-06', 'hinges', 'top', hinge)
  it('is what is dated before the opening', () => {
    expect(tooEarly(before, before, '2025-12-31')).toEqual({ field: 'opening', notBefore: '2026-01-01' })
    expect(tooEarly(before, before, '2026-01-01')).toBeUndefined()
    expect(tooEarly({ ...built, openedOn: null }, built, '2020-01-01')).toBeUndefined()
  })
  it('is what sets a field behind its last setting, not on its day', () => {
    const on = (day: string) => tooEarly(before, set(before, day, { open: false }), day)
    expect(on('2026-01-04')).toEqual({ field: 'open', notBefore: '2026-01-05' })
    expect(on('2026-01-05')).toBeUndefined()
  })
  it('is what sets a part behind its last setting, its addition or its removal', () => {
    const removed = removePart(before, '2026-01-09', 'hinges', 'top')
    expect(tooEarly(before, setPart(before, '2026-01-05', 'hinges', 'top', { worn: true }), '2026-01-05')).toEqual({
      field: 'hinges/top/worn',
      notBefore: '2026-01-06',
    })
    expect(tooEarly(removed, addPart(removed, '2026-01-08', 'hinges', 'top', hinge), '2026-01-08')?.notBefore).toBe(
      '2026-01-09',
    )
    expect(tooEarly(before, addPart(before, '2026-01-02', 'hinges', 'low', hinge), '2026-01-02')).toBeUndefined()
  })
  it('is what rests on a field that was set later', () => {
    expect(tooEarly(before, before, '2026-01-04', ['open'])).toEqual({ field: 'open', notBefore: '2026-01-05' })
    expect(tooEarly(before, before, '2026-01-05', ['open'])).toBeUndefined()
    expect(tooEarly(before, before, '2026-01-04', ['colour'])).toBeUndefined()
  })
  it('is what rests on a field of any part that was set later', () => {
    const later = setPart(before, '2026-01-08', 'hinges', 'top', { worn: true })
    expect(tooEarly(later, later, '2026-01-07', ['hinges.worn'])).toEqual({
      field: 'hinges/top/worn',
      notBefore: '2026-01-08',
    })
    expect(tooEarly(later, later, '2026-01-07', ['hinges.oiled'])).toBeUndefined()
    expect(tooEarly(later, later, '2026-01-05', ['hinges.oiled'])?.field).toBe('hinges/top/oiled')
  })
})

import { expect, it } from 'vitest'
import { isFieldName, nearestName, nearestText, shownFaults, shownPath } from '../src/index.ts'

it('names what looks like a field, and nothing else', () => {
  for (const name of ['a', 'expectedRevenue', 'custom1', 'x'.repeat(40)]) expect(isFieldName(name)).toBe(true)
  for (const other of ['', '0912345678', 'x'.repeat(41), 'a b', 'lan@example.vn', '__proto__', 'a\n', 'tên', '$where'])
    expect(isFieldName(other)).toBe(false)
  expect(shownPath(['lines', 0, 'quantity'])).toBe('lines.0.quantity')
  expect(shownPath(['custom', '0912345678', Symbol('x')])).toBe('custom.….…')
  expect(shownPath(['x'.repeat(3_000_000)])).toBe('…')
})

it('finds the name that was meant', () => {
  expect(nearestName('titel', ['title', 'tags'])).toBe('title')
  expect(nearestName('ownerID', ['title', 'ownerId'])).toBe('ownerId')
  for (const far of ['favouriteColour', 'x'.repeat(3_000_000), 'titl\n'])
    expect(nearestName(far, ['title'])).toBe(undefined)
})

it('finds none that has little in common with it', () => {
  expect(nearestText('zz', ['k', 'za'])).toBe(undefined)
  expect(nearestText('Lee', ['Lan', 'Le'])).toBe('Le')
  expect(nearestText('k', ['K', 'L'])).toBe('K')
  expect(nearestText('', ['a'])).toBe(undefined)
})

it('tells of many faults the first, and how many more there are', () => {
  const faults = Array.from({ length: 12 }, (_, n) => ({ field: `field${String(n)}`, message: 'expected a day' }))
  expect(shownFaults(faults.slice(0, 2))).toBe('field0: expected a day; field1: expected a day')
  expect(shownFaults([{ field: '', message: 'expected one' }])).toBe('expected one')
  expect(shownFaults(faults.slice(0, 10))).toMatch(/field9: expected a day$/)
  expect(shownFaults(faults)).toMatch(/^field0.*; field9: expected a day; and 2 more$/)
})

import { everyAggregate } from '@eventcrm/domain'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { describedEvent, eventTypes } from '../src/history/event-words.ts'
import { choiceOf, labelOf, vietnameseLabels } from '../src/history/field-words.ts'
import { shownFields } from '../src/history/show-value.ts'

const schemas = everyAggregate.flatMap(({ events }) =>
  Object.values<{ readonly schema: z.ZodType }>(events).map(({ schema }) => schema),
)

interface Field {
  readonly name: string
  readonly choices: readonly string[]
}
const shape = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  anyOf: z.array(z.unknown()).default([]),
  items: z.unknown().optional(),
  enum: z.array(z.string()).default([]),
})
const fieldsIn = (schema: unknown): readonly Field[] => {
  const parsed = shape.safeParse(schema)
  if (!parsed.success) return []
  const { properties, anyOf, items } = parsed.data
  const own = Object.entries(properties).map(([name, of]) => ({ name, choices: shape.safeParse(of).data?.enum ?? [] }))
  return [...own, ...[...Object.values(properties), ...anyOf, items].flatMap(fieldsIn)]
}
const fields = schemas.flatMap(schema => fieldsIn(z.toJSONSchema(schema, { unrepresentable: 'any' })))

it('has Vietnamese words for whatever can happen', () => {
  expect(eventTypes.length).toBeGreaterThan(70)
  for (const type of eventTypes) {
    expect(describedEvent(type, 'en'), type).not.toBe(type)
    expect(describedEvent(type, 'vi'), type).not.toBe(describedEvent(type, 'en'))
  }
  expect(describedEvent('TicketOpened', 'vi')).toBe('TicketOpened')
})

it('has Vietnamese labels for every field of every event, and for the words that stand there', () => {
  expect(fields.length).toBeGreaterThan(100)
  const shown = new Set(fields.map(({ name }) => name))
  for (const id of ['personId', 'lineId', 'addressId', 'phoneId', 'emailId', 'employmentId', 'noteId']) shown.delete(id)
  expect(Object.keys(vietnameseLabels).toSorted()).toEqual([...shown].toSorted())
  for (const { name, choices } of fields) {
    // what an event went from and to is called by its type
    if (name === 'from' || name === 'to') continue
    for (const word of choices) expect(choiceOf(name, word, 'vi'), `${name} ${word}`).not.toBe(word)
  }
  expect(labelOf('yearEstablished', 'vi')).toBe('year established')
})

const shows = { language: 'vi', names: new Map([['3f0b7c52-6f0f-4a54-9f0e-1c5f6a7b8c9d', null]]) } as const
it.each([
  ['OpportunityExpectedCloseSet', { from: null, to: '2025-04-01' }, [['', 'không có → 01/04/2025']]],
  ['ContactKindSet', { from: 'individual', to: 'organisation' }, [['', 'cá nhân → tổ chức']]],
  ['ProductUnitSet', { from: null, to: 'organisation' }, [['', 'không có → organisation']]],
  ['OpportunityRetitled', { title: '2025-04-01' }, [['tiêu đề', '2025-04-01']]],
  ['OpportunityTagged', { tag: 'won' }, [['nhãn', 'won']]],
  ['OpportunityReopened', { was: 'won' }, [['trước đó', 'thắng']]],
  [
    'StageAdded',
    { isWon: true, folded: false },
    [
      ['là giai đoạn thắng', 'có'],
      ['thu gọn', 'không'],
    ],
  ],
  ['SalesTeamLeaderSet', { from: null, to: '3f0b7c52-6f0f-4a54-9f0e-1c5f6a7b8c9d' }, [['', 'chưa có ai → (đã xóa)']]],
  [
    'OpportunityRevenueSet',
    { revenue: { value: { minorUnits: 5_000_000, currency: 'VND' }, byHand: true } },
    [['doanh thu', '5.000.000 ₫ (đặt bằng tay)']],
  ],
  [
    'ContactProfileSet',
    { from: { size: null }, to: { size: { entryId: null, label: '10–49' } } },
    [['quy mô', 'không có → 10–49']],
  ],
  [
    'ContactPositionChanged',
    {
      employmentId: '3f0b7c52-6f0f-4a54-9f0e-1c5f6a7b8c9d',
      from: null,
      to: { entryId: '3f0b7c52-6f0f-4a54-9f0e-1c5f6a7b8c9d', label: 'Giám đốc' },
    },
    [['', 'không có → Giám đốc']],
  ],
  ['ContactTermSet', { from: 'regular', to: 'oneOff' }, [['', 'thường xuyên → một lần']]],
] as const)('shows %s in Vietnamese', (type, data, lines) => {
  expect(shownFields({ type, data }, shows)).toEqual(lines)
})

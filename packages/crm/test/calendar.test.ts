import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCalendar } from '../src/company/calendar.ts'
import { rounds } from '../../testkit/src/campaign.ts'

describe('the calendar', () => {
  it('knows the day of an instant in the company’s zone', () => {
    const calendar = createCalendar('Asia/Ho_Chi_Minh')
    expect(calendar.dayOf('2026-02-28T16:59:59.999Z')).toBe('2026-02-28')
    expect(calendar.dayOf('2026-02-28T17:00:00.000Z')).toBe('2026-03-01')
    expect(calendar.startOf('2026-03-01')).toBe('2026-02-28T17:00:00.000Z')
  })

  it('begins a day at its first instant where clocks change at midnight', () => {
    expect(createCalendar('America/Sao_Paulo').startOf('2018-11-04')).toBe('2018-11-04T03:00:00.000Z') // there was no 00:00 to 00:59
    expect(createCalendar('America/New_York').startOf('2026-03-08')).toBe('2026-03-08T05:00:00.000Z')
  })

  it('knows a day that clocks turned back over midnight interrupted, whatever was asked before', () => {
    const asked = ['2010-11-07T12:00:00.000Z', '2010-11-07T02:30:30.000Z', '2010-11-07T02:45:00.000Z']
    const days = ['2010-11-07', '2010-11-07', '2010-11-06']
    const calendar = createCalendar('America/St_Johns')
    expect(asked.map(at => calendar.dayOf(at))).toEqual(days)
    expect(asked.toReversed().map(at => calendar.dayOf(at))).toEqual(days.toReversed())
  })

  it('begins a day that began twice at the first time', () => {
    const start = createCalendar('Asia/Gaza').startOf('2012-09-21')
    const dayAt = (at: number) => createCalendar('Asia/Gaza').dayOf(new Date(at).toISOString())
    expect(dayAt(Date.parse(start))).toBe('2012-09-21')
    expect(dayAt(Date.parse(start) - 1)).toBe('2012-09-20')
  })

  it('begins a day to the second where clocks were no whole quarter hours off, or skipped part of midnight', () => {
    for (const [zone, day, start] of [
      ['Asia/Ho_Chi_Minh', '1905-05-05', '1905-05-04T16:53:30.000Z'],
      ['Africa/Monrovia', '1971-06-01', '1971-06-01T00:44:30.000Z'],
      ['Africa/Monrovia', '1972-01-06', '1972-01-06T00:44:30.000Z'],
      ['Asia/Katmandu', '1986-01-01', '1985-12-31T18:30:00.000Z'],
      ['Antarctica/Casey', '2010-03-05', '2010-03-04T13:00:00.000Z'], // turned back by three hours at two: it began twice
    ] as const) {
      expect([zone, createCalendar(zone).startOf(day)]).toEqual([zone, start])
      expect(createCalendar(zone).dayOf(start)).toBe(day)
    }
  })

  it('finds every instant between the start of its day and the start of the next, in any zone and order of asking', () => {
    const zones = Intl.supportedValuesOf('timeZone')
    const calendars = zones.map(zone => createCalendar(zone))
    const instants = fc.date({ min: new Date('1970-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(fc.nat(zones.length - 1), fc.array(instants, { minLength: 1, maxLength: 5 }), (zone, dates) => {
        const calendar = calendars[zone] ?? createCalendar('UTC')
        for (const date of dates) {
          const day = calendar.dayOf(date.toISOString())
          expect(day).toBe(
            new Intl.DateTimeFormat('en-CA', { timeZone: zones[zone] ?? 'UTC', dateStyle: 'short' }).format(date),
          )
          expect(calendar.startOf(day) <= date.toISOString()).toBe(true)
          expect(calendar.dayOf(calendar.startOf(day))).toBe(day)
          expect(calendar.dayOf(new Date(Date.parse(calendar.startOf(day)) - 1).toISOString())).not.toBe(day)
        }
      }),
      { numRuns: rounds(300, 10_000) },
    )
  })
})

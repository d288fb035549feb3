import { describe, expect, it } from 'vitest'
import { processLines } from '../src/process-lines.ts'
import { statusWords } from '../src/status-words.ts'

const known = {
  ...{ process: 'leadConversion', version: 1, started: true, open: 0, upToDate: true, oldest: null, failing: [] },
}
const step = {
  key: 'k',
  stream: 'crm.lead-1',
  attempts: 2,
  reason: 'StoreUnavailable: away',
  firstAt: '2026-06-30T05:00:00.000Z',
  lastAt: '2026-06-30T05:00:02.000Z',
  nextAt: '2026-06-30T05:00:04.000Z',
}
const shown = (process: Partial<Parameters<typeof processLines>[0][number]>, language: 'en' | 'vi' = 'en') =>
  processLines([{ ...known, ...process }], {
    words: statusWords[language],
    width: 120,
    paint: (_, text) => text,
  }).join('\n')

describe('what status tells of processes', () => {
  it('is nothing where there are none', () => {
    expect(processLines([], { words: statusWords.en, width: 120, paint: (_, text) => text })).toEqual([])
  })

  it('is whether something is open, and since when', () => {
    expect(shown({})).toMatch(/leadConversion +nothing open +0/)
    expect(shown({ started: false, open: null })).toMatch(/leadConversion +not started yet.* +–/)
    expect(shown({ open: null })).toMatch(/not known/)
    expect(shown({ upToDate: false })).toMatch(/leadConversion +its view is behind the log: more may be open +0/)
    expect(shown({ open: 3, oldest: '2026-06-30T05:00:00.000Z' })).toMatch(/the oldest since 2026-06-30T05.* +3/)
  })

  it('is also what fails of a process whose code is not here', () => {
    const elsewhere = { process: 'ticketing', version: null, open: null, upToDate: false }
    expect(shown({ ...elsewhere, failing: [{ ...step, stream: null }] })).toMatch(
      /ticketing +1 failing +–[^]*ticketing: k, 2 attempts/,
    )
  })

  it('is each step that fails, why, and when it is tried again', () => {
    const told = shown({ open: 1, failing: [step] })
    expect(told).toMatch(/1 failing +1/)
    expect(told).toContain(
      'leadConversion: crm.lead-1, 2 attempts, again from 2026-06-30T05:00:04.000Z: StoreUnavailable: away',
    )
    expect(shown({ open: 1, failing: [step] }, 'vi')).toContain('đã thử 2 lần')
  })
})

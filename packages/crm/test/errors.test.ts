import { rejectionIn } from '@eventcrm/domain'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { CommandInvalid, CommandRejected, isRejected } from '../src/index.ts'

const rejected = new CommandRejected(rejectionIn('NOT_OPEN', 'It is closed', { status: 'won' }), 2)

describe('isRejected', () => {
  it('tells rejections by their codes, and narrows by them', () => {
    const error: unknown = rejected
    expect(isRejected(error)).toBe(true)
    expect(isRejected(error, 'NOT_OPEN')).toBe(true)
    expect(isRejected(error, 'STAGE_UNKNOWN', 'NOT_OPEN')).toBe(true)
    expect(isRejected(error, 'STAGE_UNKNOWN')).toBe(false)
    if (isRejected(error, 'STAGE_UNKNOWN', 'NOT_OPEN')) {
      expectTypeOf(error.code).toEqualTypeOf<'STAGE_UNKNOWN' | 'NOT_OPEN'>()
      expect([error.details['status'], error.index]).toEqual(['won', 2])
    }
  })

  it('takes no code that the library does not have, unless it is told of others', () => {
    const closed = new CommandRejected(rejectionIn('TICKET_CLOSED', 'It is closed', {}))
    // @ts-expect-error -- misspelt
    expect(isRejected(closed, 'NOT_OPNE')).toBe(false)
    expect(isRejected<'TICKET_CLOSED'>(closed, 'TICKET_CLOSED')).toBe(true)
  })

  it('knows the rejections of another copy of the package', () => {
    class CommandRejectedElsewhere extends Error {
      override readonly name = 'CommandRejected'
      readonly code = 'NOT_OPEN'
    }
    expect(isRejected(new CommandRejectedElsewhere(), 'NOT_OPEN')).toBe(true)
  })

  it('takes nothing else for a rejection', () => {
    for (const other of [
      new CommandInvalid('opportunity.open', []),
      new Error('NOT_OPEN'),
      Object.assign(new Error(), { code: 'NOT_OPEN' }),
      { name: 'CommandRejected', code: 'NOT_OPEN' },
      null,
      undefined,
      'NOT_OPEN',
    ])
      expect(isRejected(other)).toBe(false)
  })
})

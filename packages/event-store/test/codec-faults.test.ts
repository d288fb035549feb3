import { defineEvents, Erased, olderVersion } from '@eventcrm/domain'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createCodec, EventDecodeError, UnknownEventType, type StoredEvent } from '../src/index.ts'
import { codec, decode, encode, envelope, id, meeting, recorded, text } from './meeting.ts'

describe('older versions', () => {
  const first = z.object({ personId: z.string(), name: text })
  const second = z.object({ personId: z.string(), names: z.array(text) })
  const current = defineEvents(
    { Named: z.object({ personId: z.string(), given: text, family: text }) },
    {
      Named: [
        olderVersion(first, ({ personId, name }) => ({
          personId,
          names: typeof name === 'string' ? name.split(' ') : [name, name],
        })),
        olderVersion(second, ({ personId, names: [family = '', given = ''] }) => ({ personId, given, family })),
      ],
    },
  )
  const { decode, encode } = createCodec(current)
  const stored = (schemaVersion: number, data: StoredEvent['data'], personal: StoredEvent['personal']) => {
    const template = encode(current.Named({ personId: 'an', given: 'x', family: 'y' }), id, envelope, 'an')
    return recorded({ ...template, data, personal, metadata: { ...template.metadata, schemaVersion } })
  }
  const one = { personId: 'an', name: { personal: 'an' } }
  const two = { personId: 'an', names: [{ personal: 'an' }, { personal: 'an' }] }

  it('are written no more', () => {
    expect(
      encode(current.Named({ personId: 'an', given: 'x', family: 'y' }), id, envelope, 'an').metadata.schemaVersion,
    ).toBe(3)
  })
  it('are brought to the current one, step by step, personal values in place', () => {
    expect(decode(stored(1, one, { an: { '/name': 'Nguyễn Ánh' } })).data).toEqual({
      personId: 'an',
      given: 'Ánh',
      family: 'Nguyễn',
    })
    expect(decode(stored(2, two, { an: { '/names/0': 'Nguyễn', '/names/1': 'Ánh' } })).data).toEqual({
      personId: 'an',
      given: 'Ánh',
      family: 'Nguyễn',
    })
  })
  it('are brought to the current one when the person has been erased', () => {
    expect(decode(stored(1, one, {})).data).toEqual({ personId: 'an', given: Erased, family: Erased })
    expect(decode(stored(2, two, {})).data).toEqual({ personId: 'an', given: Erased, family: Erased })
  })
  it('that do not fit their own schema cannot be brought further', () => {
    expect(() => decode(stored(1, { personId: 'an' }, {}))).toThrow(/its version 1 could not be brought to version 3/)
  })
  it('are known by number: newer ones, and numbers that are none, are refused', () => {
    for (const version of [4, 0, -1, 1.5]) {
      expect(() => decode(stored(version, one, {}))).toThrow(
        `its version ${String(version)} is not known; the newest known is 3`,
      )
    }
  })
})

describe('refusals', () => {
  const secret = 'chị Nguyễn Thị Ánh, +84912345678'
  const thrownBy = (job: () => unknown): unknown => {
    try {
      job()
    } catch (error) {
      return error
    }
    throw new Error('It did not throw')
  }
  const silent = (error: unknown, type: abstract new (...args: never) => Error) => {
    expect(error).toBeInstanceOf(type)
    const { message, stack, cause } = error as Error
    expect(`${message} ${stack ?? ''} ${JSON.stringify(error)}`).not.toContain(secret)
    expect(cause).toBeUndefined()
    return message
  }

  it('name a type that the catalogue lacks, in both directions', () => {
    expect(codec.knows('MeetingHeld')).toBe(true)
    for (const type of ['MeetingForgotten', 'toString', '__proto__']) {
      expect(codec.knows(type)).toBe(false)
      expect(() => encode({ type, data: {} })).toThrow(UnknownEventType)
      expect(() => decode({ ...encode(meeting), type })).toThrow(UnknownEventType)
    }
  })
  it('name the place of a fault in what was decided, and no value', () => {
    const error = thrownBy(() =>
      encode({
        type: 'MeetingHeld',
        data: { ...meeting.data, room: { number: secret }, notes: [{ noteId: 5, text: secret }] },
      }),
    )
    expect(silent(error, EventDecodeError)).toBe(
      'MeetingHeld as decided does not fit its schema: /room/number invalid_type, /notes/0/noteId invalid_type',
    )
  })
  it('name the event and the place of a fault in what was stored, and no value', () => {
    const stored = encode(meeting)
    const error = thrownBy(() => decode({ ...stored, data: { ...stored.data, hostId: [secret] } }))
    expect(silent(error, EventDecodeError)).toBe(
      `MeetingHeld ${id} at position 0007: it does not fit its schema: /hostId invalid_type`,
    )
    const wrong = { ...stored, personal: { ...stored.personal, chi: { '/address': secret } } }
    expect(
      silent(
        thrownBy(() => decode(wrong)),
        EventDecodeError,
      ),
    ).toContain('/address')
  })
  it('pass on nothing of what an upcaster says', () => {
    const events = defineEvents(
      { Named: z.object({ name: z.string() }) },
      {
        Named: [
          olderVersion(z.object({ name: z.string() }), ({ name }): { name: string } => {
            throw new Error(name)
          }),
        ],
      },
    )
    const its = createCodec(events)
    const stored = its.encode(events.Named({ name: secret }), id, envelope, 'an')
    const old = recorded({ ...stored, metadata: { ...stored.metadata, schemaVersion: 1 } })
    silent(
      thrownBy(() => its.decode(old)),
      EventDecodeError,
    )
  })
})

import { Erased } from '@eventcrm/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredEvent } from '../src/index.ts'
import { personalPlaces, replacePersonal } from '../src/personal-values.ts'
import { codec, decode, encode, events, meeting, recorded } from './meeting.ts'
import { rounds } from '../../testkit/src/campaign.ts'

describe('any event', () => {
  const token = 'PERSONAL'
  const secret = fc.string({ unit: 'binary' }).map(value => token + value)
  const key = fc
    .oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('a/b', '~', '~1', 'constructor', '*', ''))
    .filter(name => name !== '__proto__')
  const person = fc.constantFrom('an', 'binh', 'chi')
  const either = fc.oneof({ weight: 4, arbitrary: secret }, { weight: 1, arbitrary: fc.constant(Erased) })
  const data = fc.record(
    {
      personId: person,
      title: either,
      room: fc.record(
        { number: fc.integer(), host: fc.record({ phone: fc.option(either) }) },
        { requiredKeys: ['number'] },
      ),
      notes: fc.array(fc.record({ noteId: fc.string(), text: either }), { maxLength: 3 }),
      custom: fc.dictionary(key, either, { maxKeys: 3 }),
      visitors: fc.array(fc.record({ personId: person, name: either, likes: fc.array(either, { maxLength: 2 }) }), {
        maxLength: 3,
      }),
      address: fc.record({ street: secret, floor: fc.integer() }),
      hostId: person,
    },
    { requiredKeys: ['personId', 'title', 'room', 'notes', 'custom', 'visitors', 'hostId'] },
  )

  // More than it takes for a schema to be compiled, so that both ways of checking are tried.
  it('is read as it was decided, and stored with no personal value outside the personal part', () => {
    fc.assert(
      fc.property(data, given => {
        const stored = encode(events.MeetingHeld(given))
        expect(JSON.stringify(stored.data)).not.toContain(token)
        expect(JSON.stringify(stored.metadata)).not.toContain(token)
        expect(decode(stored).data).toEqual(given)
      }),
      { numRuns: rounds(700, 20_000) },
    )
  })
  it('is still read when any persons are erased, with nothing of them and all of the others', () => {
    fc.assert(
      fc.property(data, fc.subarray(['an', 'binh', 'chi']), (given, erased) => {
        const stored = encode(events.MeetingHeld(given))
        const left = Object.fromEntries(Object.entries(stored.personal).filter(([person]) => !erased.includes(person)))
        const read = encode(codec.decode(recorded({ ...stored, personal: left })))
        expect(read.data).toEqual(stored.data)
        expect(read.personal).toEqual(left)
      }),
      { numRuns: rounds(300, 20_000) },
    )
  })
  it('is read without effect on any prototype, whatever keys were smuggled in', () => {
    const stored = encode(meeting)
    const hostile = JSON.parse(
      JSON.stringify(stored).replace('"custom":{', '"custom":{"__proto__":{"personal":"an"},'),
    ) as StoredEvent
    const { data } = decode(hostile)
    expect(data).toMatchObject({ custom: { colour: 'red' } })
    expect(Object.getPrototypeOf((data as { custom: object }).custom)).toBe(Object.prototype)
    expect(Reflect.get({}, 'personal')).toBeUndefined()
  })
  it('is walked without effect on any prototype, before a schema looks at it', () => {
    const places = personalPlaces([{ path: ['custom', '*'], owner: 'personId', ownerDepth: 0 }])
    const data = JSON.parse('{"custom":{"__proto__":{"a":1},"b":{"a":2}}}') as { readonly custom: object }
    const walked = replacePersonal(data, places, () => ({ replaced: true })) as typeof data
    expect(walked.custom).toHaveProperty('b', { replaced: true })
    expect(Object.getPrototypeOf(walked.custom)).toBe(Object.prototype)
  })
})

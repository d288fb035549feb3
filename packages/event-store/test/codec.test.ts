import { defineEvents, Erased, personal } from '@eventcrm/domain'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createCodec, EventDecodeError } from '../src/index.ts'
import { codec, decode, encode, envelope, events, id, meeting, recorded, stream } from './meeting.ts'

describe('personal values', () => {
  it('stand apart, by person and JSON pointer, and leave a marker', () => {
    const { data, personal } = encode(meeting)
    const by = (person: string) => ({ personal: person })
    expect(data).toEqual({
      personId: 'an',
      title: by('an'),
      room: { number: 12, host: { phone: by('an') } },
      notes: [
        { noteId: 'n1', text: by('an') },
        { noteId: 'n2', text: by('an') },
      ],
      custom: { colour: by('an'), 'a/b~c': by('an'), vip: by('an') },
      visitors: [{ personId: 'binh', name: by('binh'), likes: [by('binh'), by('binh')] }],
      address: by('chi'),
      hostId: 'chi',
    })
    expect(personal).toEqual({
      an: {
        '/title': 'Gặp chị Ánh',
        '/room/host/phone': '+84912345678',
        '/notes/0/text': 'likes tea',
        '/notes/1/text': 'left early',
        '/custom/colour': 'red',
        '/custom/a~1b~0c': 7,
        '/custom/vip': true,
      },
      binh: { '/visitors/0/name': 'Bình', '/visitors/0/likes/0': 'coffee', '/visitors/0/likes/1': 'cake' },
      chi: { '/address': { street: '12 Hàng Bông', floor: 3 } },
    })
  })

  it('are back in their places when read', () => {
    expect(decode(encode(meeting)).data).toEqual(meeting.data)
  })

  it('that are null or were never given stay so', () => {
    const bare = events.MeetingHeld({
      personId: 'an',
      title: 'x',
      room: { number: 1, host: { phone: null } },
      notes: [],
      custom: {},
      visitors: [],
      hostId: 'chi',
    })
    const stored = encode(bare)
    expect(stored.personal).toEqual({ an: { '/title': 'x' } })
    const { data } = decode(stored)
    expect(data).toEqual(bare.data)
    expect(data).not.toHaveProperty('address')
  })

  it('read as Erased once the person is erased, wherever they stand, and the others as they were', () => {
    const stored = encode(meeting)
    const { an: _, ...others } = stored.personal
    expect(decode({ ...stored, personal: others }).data).toEqual({
      ...meeting.data,
      title: Erased,
      room: { number: 12, host: { phone: Erased } },
      notes: [
        { noteId: 'n1', text: Erased },
        { noteId: 'n2', text: Erased },
      ],
      custom: { colour: Erased, 'a/b~c': Erased, vip: Erased },
    })
    expect(decode({ ...stored, personal: {} }).data).toMatchObject({
      visitors: [{ name: Erased, likes: [Erased, Erased] }],
      address: Erased,
    })
  })

  it('that are decided as Erased leave a marker and no value', () => {
    const stored = encode({
      type: 'MeetingHeld',
      data: { ...meeting.data, title: Erased, notes: [{ noteId: 'n1', text: Erased }] },
    })
    expect(stored.data['title']).toEqual({ personal: 'an' })
    expect(stored.personal['an']).not.toHaveProperty('/title')
    expect(decode(stored).data).toMatchObject({ title: Erased, notes: [{ text: Erased }] })
  })

  it('that look like a marker themselves come back as they were', () => {
    const odd = defineEvents({
      Odd: z.object({ personId: z.string(), value: personal(z.object({ personal: z.string() })) }),
    })
    const its = createCodec(odd)
    const stored = its.encode(odd.Odd({ personId: 'an', value: { personal: 'not an id' } }), id, envelope, 'an')
    expect(its.decode(recorded(stored)).data).toEqual({ personId: 'an', value: { personal: 'not an id' } })
  })

  it('are taken from what was given without changing it', () => {
    const given = structuredClone(meeting)
    encode(meeting)
    expect(meeting).toEqual(given)
    const stored = encode(meeting)
    const kept = structuredClone(stored)
    codec.decode(recorded(stored))
    expect(stored).toEqual(kept)
  })

  it('cannot do without an owner', () => {
    const events = defineEvents({ Called: z.object({ personId: z.string().optional(), name: personal(z.string()) }) })
    expect(() => createCodec(events).encode(events.Called({ name: 'Ánh' }), id, envelope, 'an')).toThrow(
      new EventDecodeError('Called as decided: /name is personal, and its owner is missing'),
    )
  })
})

describe('the envelope', () => {
  it('is stored with the version, under the names that EventStoreDB reads', () => {
    expect(encode(meeting)).toMatchObject({
      id,
      type: 'MeetingHeld',
      metadata: {
        schemaVersion: 1,
        occurredAt: envelope.occurredAt,
        occurredOn: envelope.occurredOn,
        recordedAt: envelope.recordedAt,
        commandId: 'command',
        $correlationId: 'correlation',
        $causationId: 'causation',
        actor: 'lan',
        source: 'api',
      },
    })
  })
  it('is read as it was given, with the event’s place', () => {
    expect(decode(encode(meeting))).toEqual({
      ...envelope,
      id,
      type: 'MeetingHeld',
      data: meeting.data,
      stream,
      streamId: '0b9e4f6e-7c0a-4d0e-8f57-000000000002',
      revision: 3,
      position: '0007',
    })
  })
  it('keeps the reason as personal to whom it was said to be', () => {
    const stored = encode(events.RoomBooked({ number: 1, day: '2026-01-20' }), { ...envelope, reason: 'chị Ánh asked' })
    expect(stored.metadata.reason).toEqual({ personal: 'reasoner' })
    expect(stored.personal).toEqual({ reasoner: { '/$reason': 'chị Ánh asked' } })
    expect(decode(stored).reason).toBe('chị Ánh asked')
    expect(decode({ ...stored, personal: {} }).reason).toEqual(Erased)
  })
  it('keeps an erased reason erased, and none where none was given', () => {
    expect(decode(encode(meeting, { ...envelope, reason: Erased })).reason).toEqual(Erased)
    expect(decode(encode(meeting))).not.toHaveProperty('reason')
  })
})

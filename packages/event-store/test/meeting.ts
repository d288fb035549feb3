// An event with personal values in every kind of place, and a codec for it.
import { defineEvents, personal, type NewEvent } from '@eventcrm/domain'
import { z } from 'zod'
import { createCodec, type Envelope, type RecordedEvent, type StoredEvent } from '../src/index.ts'

export const text = personal(z.string())
const note = z.object({ noteId: z.string(), text })
const visitor = z.object({ personId: z.string(), name: text, likes: z.array(personal(z.string())) })

export const events = defineEvents({
  MeetingHeld: z.object({
    personId: z.string(),
    title: text,
    room: z.object({ number: z.int(), host: z.object({ phone: text.nullable() }).optional() }),
    notes: z.array(note),
    custom: z.record(z.string(), personal(z.union([z.string(), z.number(), z.boolean()]))),
    visitors: z.array(visitor),
    address: personal(z.object({ street: z.string(), floor: z.int() }), 'hostId').optional(),
    hostId: z.string(),
  }),
  RoomBooked: z.object({ number: z.int(), day: z.iso.date() }),
})
export const codec = createCodec(events)

export const envelope: Envelope = {
  occurredAt: '2026-01-20T08:30:00.000Z',
  occurredOn: '2026-01-20',
  recordedAt: '2026-01-21T08:30:00.000Z',
  commandId: 'command',
  correlationId: 'correlation',
  causationId: 'causation',
  actor: 'lan',
  source: 'api',
}
export const id = '0b9e4f6e-7c0a-4d0e-8f57-000000000001'
export const stream = 'crm.meeting-0b9e4f6e-7c0a-4d0e-8f57-000000000002'
export const recorded = (stored: StoredEvent): RecordedEvent => ({ ...stored, stream, revision: 3, position: '0007' })
export const encode = (event: NewEvent, given: Envelope = envelope) => codec.encode(event, id, given, 'reasoner')
/** As a store gives it back. */
export const decode = (stored: StoredEvent) => codec.decode(recorded(JSON.parse(JSON.stringify(stored)) as StoredEvent))

export const meeting = events.MeetingHeld({
  personId: 'an',
  title: 'Gặp chị Ánh',
  room: { number: 12, host: { phone: '+84912345678' } },
  notes: [
    { noteId: 'n1', text: 'likes tea' },
    { noteId: 'n2', text: 'left early' },
  ],
  custom: { colour: 'red', 'a/b~c': 7, vip: true },
  visitors: [{ personId: 'binh', name: 'Bình', likes: ['coffee', 'cake'] }],
  address: { street: '12 Hàng Bông', floor: 3 },
  hostId: 'chi',
})

import { did, given, past, pooled, World } from '@eventcrm/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rounds } from '../../testkit/src/campaign.ts'
import {
  assignmentRequestIdOf,
  assignmentTurns,
  assignmentTurnsEvents as e,
  assignmentTurnsOf,
  assignmentTurnsState,
  type AssignmentChoice,
  type NewEvent,
} from '../src/index.ts'

const month = '2026-02'
const day = '2026-02-03'
const turnsId = assignmentTurnsOf(month)
const [an, binh, chi] = [0, 1, 2].map(n => pooled('staff member', n)).sort() as [string, string, string]
const teamId = pooled('sales team')
const requests = Array.from({ length: 60 }, (_, n) => assignmentRequestIdOf(pooled('lead'), n))
const [first = '', second = ''] = requests

const among = (perMonth: number | null = null, ids: readonly string[] = [an, binh, chi]): AssignmentChoice => ({
  rule: 'team',
  teamId,
  candidates: ids.map(staffMemberId => ({ staffMemberId, perMonth, lacking: false })),
})
const take = (requestId: string, choices: readonly AssignmentChoice[] = [among()], of = month) =>
  assignmentTurns.take({ turnsId: assignmentTurnsOf(of), month: of, requestId, leadId: pooled('lead'), choices })
const turn = (requestId: string, staffMemberId: string, lastId: string | null, owed: readonly string[] = []) => ({
  requestId,
  leadId: pooled('lead'),
  contactId: null,
  staffMemberId,
  team: { teamId, lastId, owed: [...owed] },
})
const turns = (...events: readonly NewEvent[]) =>
  past(assignmentTurnsState.of(turnsId), ...events.map(event => ['2026-02-02', event] as const))
const taken = (requestId: string, whose: string) =>
  e.AssignmentTurnTaken({ ...turn(requestId, whose, whose), rule: 'team' })

describe('a turn', () => {
  it('is the next one’s in the team', () => {
    given().when(take(first), day).decides(taken(first, an))
    given(turns(taken(first, an)))
      .when(take(second), day)
      .decides(taken(second, binh))
  })
  it('is taken once for a request', () => {
    given(turns(taken(first, an)))
      .when(take(first), day)
      .nothing()
  })
  it('goes on in the next month where it stood, also after months without a lead', () => {
    const january = past(assignmentTurnsState.of(assignmentTurnsOf('2025-03')), ['2025-03-02', taken(first, binh)])
    given(january).when(take(second), day).decides(taken(second, chi))
  })
  it('that is given back is that person’s the next time, once, and the order goes on', () => {
    const backed = turns(taken(first, an), taken(second, binh))
    given(backed)
      .when(assignmentTurns.giveBack({ turnsId, requestId: first, code: 'ALREADY_ASSIGNED' }), day)
      .decides(e.AssignmentTurnGivenBack({ ...turn(first, an, binh, [an]), code: 'ALREADY_ASSIGNED' }))
    const world = new World()
    backed(world)
    world.run(assignmentTurns.giveBack({ turnsId, requestId: first, code: 'ALREADY_ASSIGNED' }), day)
    const next = [2, 3, 4].map(n => whose(world.run(take(requests[n] ?? ''), day)))
    expect(next).toEqual([an, chi, an])
  })
  it('is given back once, and holds no more', () => {
    const back = did(assignmentTurns.giveBack({ turnsId, requestId: first, code: 'ALREADY_ASSIGNED' }), day)
    given(turns(taken(first, an)), back)
      .when(assignmentTurns.giveBack({ turnsId, requestId: first, code: 'LEAD_NOT_OPEN' }), day)
      .nothing()
    given(turns(taken(first, an)), back)
      .when(assignmentTurns.keep({ turnsId, requestId: first }), day)
      .rejected('TURN_GIVEN_BACK', { because: 'ALREADY_ASSIGNED' })
    given(turns(taken(first, an)))
      .when(assignmentTurns.keep({ turnsId, requestId: first }), day)
      .nothing()
    given()
      .when(assignmentTurns.keep({ turnsId, requestId: first }), day)
      .rejected('TURN_UNKNOWN')
  })
  it('is nobody’s where no rule fits, and where everybody has enough', () => {
    given().when(take(first, []), day).rejected('NOBODY_RESPONSIBLE')
    given(turns(taken(first, an)))
      .when(take(second, [among(1, [an])]), day)
      .rejected('NOBODY_HAS_ROOM')
  })
})

describe('a turn for a customer', () => {
  const contactId = pooled('contact')
  const takeFor = (requestId: string, choices = [among()]) =>
    assignmentTurns.take({ turnsId, month, requestId, contactId, choices })
  const turnFor = (requestId: string, staffMemberId: string, lastId: string, owed: readonly string[] = []) => ({
    ...turn(requestId, staffMemberId, lastId, owed),
    ...{ leadId: null, contactId },
  })
  const takenFor = (requestId: string, whose: string) =>
    e.AssignmentTurnTaken({ ...turnFor(requestId, whose, whose), rule: 'team' })
  const keep = (before: number, most: number) =>
    assignmentTurns.keep({ turnsId, requestId: first, room: { before, most } })
  const full = e.AssignmentTurnGivenBack({ ...turnFor(first, an, an), code: 'NO_ROOM_LEFT' })

  it('follows in the order of those for leads, and counts for no month’s leads', () => {
    given(turns(taken(first, an)))
      .when(takeFor(second), day)
      .decides(takenFor(second, binh))
    given(turns(takenFor(first, an)))
      .when(take(second, [among(1, [an])]), day)
      .decides(taken(second, an))
  })
  it('holds where there is room, and goes back where others took it before', () => {
    given(turns(takenFor(first, an)))
      .when(keep(1, 2), day)
      .nothing()
    given(turns(takenFor(first, an)))
      .when(keep(2, 2), day)
      .decides(full)
  })
  it('that went back for want of room is the next one’s, and nobody goes first for it', () => {
    given(turns(takenFor(first, an), full))
      .when(takeFor(first), day)
      .decides(takenFor(first, binh))
    given(turns(takenFor(first, an), full))
      .when(keep(1, 2), day)
      .rejected('TURN_GIVEN_BACK', { because: 'NO_ROOM_LEFT' })
  })
  it('is for either a lead or a customer', () => {
    const both = { turnsId, month, requestId: first, choices: [among()] }
    given().when(assignmentTurns.take(both), day).rejected('TURN_FOR_NOTHING')
    given()
      .when(assignmentTurns.take({ ...both, leadId: pooled('lead'), contactId }), day)
      .rejected('TURN_FOR_NOTHING')
  })
})

const whose = (outcome: unknown): string =>
  Array.isArray(outcome) ? String(Reflect.get((outcome[0] as NewEvent).data, 'staffMemberId')) : 'nobody'

describe('turns', () => {
  it('are fair and keep within the limits of a month, whatever is given back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 45 }),
        fc.option(fc.integer({ min: 1, max: 20 })),
        fc.array(fc.nat(44), { maxLength: 10 }),
        (leads, perMonth, back) => {
          const world = new World()
          const held = new Map<string, string>()
          for (const requestId of requests.slice(0, leads)) {
            const got = whose(world.run(take(requestId, [among(perMonth)]), day))
            if (got !== 'nobody') held.set(requestId, got)
            if (!back.includes(requests.indexOf(requestId)) || got === 'nobody') continue
            world.run(assignmentTurns.giveBack({ turnsId, requestId, code: 'ALREADY_ASSIGNED' }), day)
            held.delete(requestId)
          }
          const counts = [an, binh, chi].map(each => [...held.values()].filter(got => got === each).length)
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
          if (perMonth !== null) expect(Math.max(...counts)).toBeLessThanOrEqual(perMonth)
          const room = perMonth === null ? Infinity : perMonth * 3
          expect(held.size).toBe(
            Math.min(leads - back.filter((n, i) => n < leads && back.indexOf(n) === i).length, room),
          )
        },
      ),
      { numRuns: rounds(50, 5000) },
    )
  })
})

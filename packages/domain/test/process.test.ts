import { defineProcess, leg, opportunity, salesTeam, type Answer, type ProcessEvent } from '@eventcrm/domain'
import { expect, it } from 'vitest'

const winning = defineProcess({
  name: 'winning',
  version: 1,
  describe: 'Wins what is given a priority, and tags what can’t be won',
  aggregates: [opportunity],
  requests: {
    OpportunityPrioritySet: {
      key: ({ streamId, data }) => `${streamId}/${String(data.to)}`,
      *steps({ streamId }) {
        const won = yield leg('win', opportunity.markWon({ opportunityId: streamId }))
        if (won.accepted) return
        yield leg('outcome', opportunity.tag({ opportunityId: streamId, tag: won.rejection.code }))
      },
    },
  },
  outcomes: {
    MarkedWon: ({ streamId }) => streamId,
    OpportunityTagged: { key: ({ streamId }) => streamId, refusal: ({ data }) => data.tag.label },
  },
})

const event: ProcessEvent = {
  eventId: 'e',
  type: 'OpportunityPrioritySet',
  streamId: '00000000-0000-4000-8000-0000000000aa',
  occurredAt: '2026-01-05T02:00:00.000Z',
  occurredOn: '2026-01-05',
  data: { from: 0, to: 2 },
}

const legsGiven = (...answers: readonly Answer[]) => {
  const steps = winning.requests.get('OpportunityPrioritySet')?.steps(event)
  const names: (string | undefined)[] = []
  for (const answer of [undefined, ...answers])
    names.push((answer === undefined ? steps?.next() : steps?.next(answer))?.value?.name)
  return names
}

it('goes on from how a leg was answered', () => {
  const rejection = { code: 'NOT_OPEN', message: '', words: { en: '', vi: '' }, details: {} }
  expect(legsGiven({ accepted: true, events: [] })).toEqual(['win', undefined])
  expect(legsGiven({ accepted: false, rejection }, { accepted: true, events: [] })).toEqual([
    'win',
    'outcome',
    undefined,
  ])
})

it('knows the step that an event begins or ends', () => {
  expect(winning.requests.get('OpportunityPrioritySet')?.key(event)).toBe(`${event.streamId}/2`)
  expect(winning.outcomes.get('MarkedWon')?.key(event)).toBe(event.streamId)
  expect(
    winning.outcomes
      .get('OpportunityTagged')
      ?.refusal?.({ ...event, data: { tag: { entryId: null, label: 'NOT_OPEN' } } }),
  ).toBe('NOT_OPEN')
})

const empty = { version: 1, describe: 'd', requests: {}, outcomes: {} } as const
it('refuses a name, a version and an event that is none', () => {
  expect(() => defineProcess({ ...empty, name: 'lead-conversion', aggregates: [opportunity] })).toThrow(TypeError)
  expect(() => defineProcess({ ...empty, name: 'converting', version: 0, aggregates: [opportunity] })).toThrow(
    TypeError,
  )
  expect(() =>
    defineProcess({
      ...empty,
      name: 'converting',
      aggregates: [salesTeam],
      // @ts-expect-error -- no event of the aggregate
      outcomes: { StageChanged: () => null },
    }),
  ).toThrow('StageChanged')
})

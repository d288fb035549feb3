import { describe, expect, it } from 'vitest'
import { given } from '../../testkit/src/index.ts'
import { Erased, opportunity, opportunityEvents as e, opportunityState } from '../src/index.ts'
import { business, lost, opening, opportunity as happened, opportunityId } from './opportunity-past.ts'

const set = (custom: Readonly<Record<string, string | number | boolean | null>>) =>
  e.OpportunityCustomFieldsSet({ personId: opportunityId, custom })
const opened = happened('2026-01-05', e.OpportunityOpened({ ...opening, custom: { berth: 4, deep: true } }))
const erased = happened('2026-01-05', e.OpportunityOpened({ ...opening, custom: { berth: Erased } }))
const cleared = happened('2026-01-10', set({ berth: null }))
const day = '2026-01-12'
const early = '2026-01-06'

describe('clearing a field of the company’s own', () => {
  it('is noted for those that had a value, open or closed, erased or not', () => {
    for (const history of [[opened], [opened, lost], [erased]])
      given(...history)
        .when(opportunity.setCustomFields({ opportunityId, custom: { berth: null, draught: null } }), early)
        .decides(set({ berth: null }))
  })
  it('decides nothing the second time', () => {
    given(opened, cleared)
      .when(opportunity.setCustomFields({ opportunityId, custom: { berth: null } }), day)
      .nothing()
  })
  it('leaves nothing of the field, and the others', () => {
    const facts = [
      {
        ...e.OpportunityOpened({ ...opening, custom: { berth: 4, deep: true } }),
        occurredOn: '2026-01-05',
      },
      { ...set({ berth: null }), occurredOn: '2026-01-10' },
    ]
    const { custom } = facts.reduce(
      (state, fact) => opportunityState.evolve(state, fact),
      opportunityState.initialState,
    )
    expect(Object.fromEntries(custom)).toEqual({ deep: { value: true } })
  })
  it('lets it be set again, not behind the clearing', () => {
    given(opened, cleared)
      .when(opportunity.setCustomFields({ opportunityId, custom: { berth: 4 } }), day)
      .decides(set({ berth: 4 }))
    given(opened, cleared)
      .when(opportunity.setCustomFields({ opportunityId, custom: { berth: 5 } }), early)
      .rejected('DATED_TOO_EARLY', { field: 'custom/berth/value' })
  })
  it('is no part of an opening', () => {
    given(business)
      .when(
        opportunity.open(
          // @ts-expect-error nothing is cleared where nothing was
          { opportunityId, title: 'Cranes for the port', custom: { berth: null } },
        ),
        '2026-01-05',
      )
      .invalid('custom.berth')
  })
})

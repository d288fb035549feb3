// Two who were each asked to take over the same one, under one id and on days in either order: one of them has it.
import { given, past, pooled } from '@eventcrm/testkit'
import { describe, it } from 'vitest'
import { did } from '../../testkit/src/index.ts'
import { contact, contactEvents, contactState, lead, leadEvents, leadState } from '../src/index.ts'

const day = '2026-02-03'
const mergeId = pooled('merge')

describe('what is part of one survivor', () => {
  it('is no part of another contact that is asked to take it over under the same id', () => {
    const [loserId, first, second] = [0, 1, 2].map(n => pooled('contact', n)) as [string, string, string]
    const requested = contactEvents.ContactMergeRequested({ mergeId, loserIds: [loserId], chosen: [] })
    const asked = past(contactState.of(second), ['2026-01-06', requested])
    const merged = past(contactState.of(loserId), [
      '2026-01-06',
      contactEvents.ContactMergedInto({ survivorId: first, mergeId }),
    ])
    const known = [loserId, first, second].map(contactId =>
      did(contact.register({ contactId, kind: 'individual', name: 'one' }), '2026-01-05'),
    )
    given(...known, asked, merged)
      .when(contact.mergeInto({ contactId: loserId, survivorId: second, mergeId }), day)
      .rejected('MERGED_INTO_ANOTHER')
    given(...known, asked, merged)
      .when(contact.completeMerge({ contactId: second, mergeId }), day)
      .rejected('MERGING')
  })
  it('is no part of another lead that is asked to take it over under the same id', () => {
    const [loserId, first, second] = [0, 1, 2].map(n => pooled('lead', n)) as [string, string, string]
    const requested = leadEvents.LeadMergeRequested({ mergeId, loserIds: [loserId], chosen: [] })
    const asked = past(leadState.of(second), ['2026-01-06', requested])
    const merged = past(leadState.of(loserId), [
      '2026-01-06',
      leadEvents.LeadMergedInto({ survivorId: first, mergeId }),
    ])
    const known = [loserId, first, second].map(leadId => did(lead.create({ leadId, title: 'one' }), '2026-01-05'))
    given(...known, asked, merged)
      .when(lead.mergeInto({ leadId: loserId, survivorId: second, mergeId }), day)
      .rejected('MERGED_INTO_ANOTHER')
    given(...known, asked, merged)
      .when(lead.completeMerge({ leadId: second, mergeId }), day)
      .rejected('MERGING')
  })
})

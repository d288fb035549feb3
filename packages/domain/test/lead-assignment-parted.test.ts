// Older releases noted of the part whose name was given that the rules were asked: what stands for it asked them all the same.
import { describe, it } from 'vitest'
import { given, past, pooled } from '../../testkit/src/index.ts'
import { assignmentRequestIdOf, lead, leadEvents as e, leadState } from '../src/index.ts'
import { created, lead as did, leadId, personId, writtenAs } from './lead-past.ts'

const part = pooled('lead', 1)
const mergeId = pooled('merger')
const nobodys = { assignment: { ownerId: null, teamId: null, department: null } }
const [first, second] = [0, 1].map(n => assignmentRequestIdOf(leadId, n)) as [string, string]
const nothing = { answers: [], tags: [], notes: [], externalIds: [], custom: {} }
const merged = did(
  '2026-01-06',
  e.LeadMergeRequested({ mergeId, loserIds: [part], chosen: [] }),
  e.LeadMerged({ mergeId, loserIds: [part], taken: [{ fromId: part, personId: part, values: nothing }] }),
)
const asked = did(
  '2026-01-07',
  e.LeadAddressedAs({ path: [part], facts: 1 }),
  e.LeadAssignmentRequested({ requestId: first }),
)
const refused = did('2026-01-07', e.LeadAssignmentRefused({ requestId: first, code: 'NOBODY_HAS_ROOM' }))
const parting = did('2026-01-08', e.LeadUnmergeRequested({ mergeId, loserIds: [part] }))
const partsLife = past(leadState.of(part), [
  '2026-01-05',
  e.LeadCreated({ ...created, ...nobodys, personId: part }),
  e.LeadMergedInto({ survivorId: leadId, mergeId }),
])

describe('a lead that was asked the rules about by the name of its part', () => {
  it('asked them, and not the part, once they are parted', () => {
    given(writtenAs(nobodys), partsLife, merged, asked, refused, parting)
      .when(lead.setApart({ leadId: part, survivorId: leadId, mergeId }), '2026-01-09')
      .decides(e.LeadSetApart({ survivorId: leadId, mergeId }))
  })
  it('asks them anew the next time', () => {
    const change = { values: nothing, gone: { ...nothing, custom: [] } }
    const parted = did('2026-01-09', e.LeadUnmerged({ mergeId, loserIds: [part], personId, ...change }))
    given(writtenAs(nobodys), merged, asked, refused, parting, parted)
      .when(lead.assignByRules({ leadId }), '2026-01-10')
      .decides(e.LeadAssignmentRequested({ requestId: second }))
  })
})

it('a lead is not given by the rules while it is part of another, which whoever gives it by hand means', () => {
  const asking = past(leadState.of(part), [
    '2026-01-05',
    e.LeadCreated({ ...created, ...nobodys, personId: part }),
    e.LeadAssignmentRequested({ requestId: assignmentRequestIdOf(part, 0) }),
    e.LeadMergedInto({ survivorId: leadId, mergeId }),
  ])
  given(asking)
    .when(
      lead.completeAssignment({
        ...{ leadId: part, requestId: assignmentRequestIdOf(part, 0) },
        ...{ ownerId: pooled('staff member'), teamId: null, rule: 'default' },
      }),
      '2026-01-06',
    )
    .rejected('MERGED_INTO_ANOTHER', { field: 'leadId' })
})

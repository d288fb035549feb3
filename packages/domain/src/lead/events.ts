// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { customChangesStored, customStored } from '../kernel/custom-fields.ts'
import { defineEvents } from '../kernel/events.ts'
import { externalIdChangeStored, externalIdsStored } from '../kernel/external-ids.ts'
import { personal } from '../kernel/personal.ts'
import { id } from '../kernel/values.ts'
import { assignmentStored } from '../sales-team/assignment.ts'
import { mergingEvents } from '../merging/stored.ts'
import { conversionMode, conversionRequested } from './conversion-stored.ts'
import { leadPartsGone, leadValues } from './merge-stored.ts'
import {
  entry,
  lostReason,
  names,
  need,
  note,
  person,
  profile,
  profileChange,
  rating,
  reach,
  remark,
  tag,
} from './stored.ts'
import { olderLeadEvents } from './older-events.ts'

const conversionId = id('conversion')
const merging = mergingEvents('lead')

const events = defineEvents(
  {
    LeadCreated: z
      .object({
        personId: person,
        ...names,
        ...reach,
        ...profile,
        need: need.describe('What is wanted; null unknown'),
        tags: z.array(tag).describe('Tags'),
        assignment: assignmentStored.describe('Who is in charge'),
        externalIds: externalIdsStored.describe('What other systems call it'),
        custom: customStored.describe('The company’s own fields'),
      })
      .describe('A lead was written down'),
    LeadRenamed: z
      .object({ personId: person, ...z.object(names).exactPartial().shape })
      .describe('It has another title, or another name'),
    LeadContactDetailsSet: z
      .object({ personId: person, ...z.object(reach).exactPartial().shape })
      .describe('It is reached in another way'),
    LeadProfileSet: z
      .object({ from: profileChange.describe('Before, of what changed'), to: profileChange.describe('Since') })
      .describe('What kind of lead it is, or where it came from, changed'),
    LeadNeedSet: z
      .object({ personId: person, need: need.describe('What is wanted since; null unknown') })
      .describe('It is known better what is wanted, and when'),
    LeadQuestionnaireAnswered: z
      .object({
        personId: person,
        answers: z
          .array(
            z.object({
              question: z.string().describe('The question'),
              answer: personal(z.string()).nullable().describe('The answer; null taken back'),
            }),
          )
          .describe('The questions and what was answered'),
      })
      .describe('Questions were answered'),
    LeadTagged: z.object({ tag }).describe('It got a tag'),
    LeadUntagged: z.object({ tag }).describe('It lost a tag'),
    LeadNoteAdded: z.object({ personId: person, ...note }).describe('Something was noted about it'),
    LeadNoteChanged: z.object({ personId: person, ...note }).describe('A note about it says something else'),
    LeadNoteRemoved: z.object({ noteId: note.noteId }).describe('A note about it was removed'),
    LeadCustomFieldsSet: z
      .object({ personId: person, custom: customChangesStored.describe('The fields that were set; null cleared') })
      .describe('Fields of the company’s own were set or cleared'),
    LeadExternalIdSet: z
      .object({ personId: person, ...externalIdChangeStored })
      .describe('Another system calls it something else'),

    LeadAssigned: z
      .object({
        from: assignmentStored.describe('In charge before'),
        to: assignmentStored.describe('In charge since'),
        rule: z.string().nullable().describe('Rule that it was assigned by; null by hand'),
      })
      .describe('Somebody else is in charge of the lead'),
    LeadAssignmentRequested: z
      .object({ requestId: id('assignment request') })
      .describe('It is nobody’s: the company’s rules are to give it to somebody'),
    LeadAssignmentRefused: z
      .object({
        requestId: id('assignment request'),
        code: z.string().describe('Why not: the code of a rejection'),
      })
      .describe('The rules gave it to nobody: it waits to be given by hand, or was by then'),
    LeadQualified: z.object({ personId: person, note: remark }).describe('It was found worth an opportunity'),
    LeadDisqualified: z
      .object({ personId: person, reason: lostReason, note: remark })
      .describe('It was found not worth an opportunity'),
    LeadRated: z
      .object({ from: rating.describe('Rating before'), to: rating.describe('Rating since; null none') })
      .describe('It was rated'),
    LeadMarkedLost: z.object({ personId: person, reason: lostReason, note: remark }).describe('It came to nothing'),
    LeadRestored: z
      .object({ lostFor: entry('Why it had been lost') })
      .describe('It is open again; that it was lost stays in its history'),
    LeadVoided: z
      .object({ was: z.enum(['open', 'lost']).describe('What it was until then') })
      .describe('It was entered by mistake: it counts nowhere on any day'),

    LeadConversionRequested: z
      .object({ conversionId, personId: person, ...conversionRequested })
      .describe('It is being converted, and nothing of it changes until that is done'),
    LeadConvertedToOpportunity: z
      .object({
        conversionId,
        mode: conversionMode.exclude(['customerOnly']).describe('Into a new opportunity, or one that was there'),
        opportunityId: id('opportunity'),
        customerId: id('contact').nullable().describe('Whom the opportunity is for since; null not said'),
      })
      .describe('It became an opportunity'),
    LeadConvertedToCustomer: z
      .object({ conversionId, customerId: id('contact').describe('Contact that it became') })
      .describe('It became a customer, without an opportunity'),
    LeadConversionRefused: z
      .object({
        conversionId,
        step: z.enum(['opportunity', 'contact', 'customer', 'link']).describe('What could not be done'),
        code: z.string().describe('Why not: the code of its rejection'),
      })
      .describe('It could not be converted, and is open again'),

    LeadMergeRequested: merging.requested.describe('Other leads are the same as this one, and become part of it'),
    LeadMergedInto: merging.into.describe('It is the same as another lead, which stands for it from now on'),
    LeadMerged: merging
      .merged(leadValues)
      .describe('Other leads became part of it, or give it what it lacks since another was parted from it'),
    LeadMergeRefused: merging.refused.describe('The others did not become part of it'),
    LeadAddressedAs: merging.addressed.describe('What comes next was said of a lead that had become part of it'),
    LeadUnmergeRequested: merging.unmergeRequested.describe('Leads that became part of it are others after all'),
    LeadSetApart: merging.setApart.describe('It stands for itself again'),
    LeadUnmerged: merging.unmerged(leadValues, leadPartsGone).describe('Leads that were part of it are not any more'),
  },
  olderLeadEvents,
)

type Inferred = typeof events
export interface LeadEvents extends Inferred {} // a name for hovers and errors
export const leadEvents: LeadEvents = events

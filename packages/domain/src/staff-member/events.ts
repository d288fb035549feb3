// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { defineEvents } from '../kernel/events.ts'
import { personal } from '../kernel/personal.ts'
import { id } from '../kernel/values.ts'

const person = id('person').describe('Whom the personal fields are about')
const department = z.string().nullable().describe('Department')
const teamId = id('sales team').nullable().describe('Team that the member’s opportunities count for')

const events = defineEvents({
  StaffMemberJoined: z
    .object({
      personId: person,
      name: personal(z.string()).describe('Name'),
      email: personal(z.string()).nullable().describe('E-mail address'),
      phone: personal(z.string()).nullable().describe('Phone number, E.164'),
      department,
      mainTeamId: teamId,
    })
    .describe('Somebody joined the staff'),
  StaffMemberRenamed: z
    .object({ personId: person, name: personal(z.string()).describe('Name') })
    .describe('The staff member has another name'),
  StaffMemberEmailSet: z
    .object({ personId: person, email: personal(z.string()).nullable().describe('E-mail address since') })
    .describe('The staff member has another e-mail address'),
  StaffMemberPhoneSet: z
    .object({ personId: person, phone: personal(z.string()).nullable().describe('Phone number since, E.164') })
    .describe('The staff member has another phone number'),
  StaffMemberMoved: z
    .object({ from: department.describe('Department before'), to: department.describe('Department since') })
    .describe('The staff member works in another department'),
  StaffMemberMainTeamSet: z
    .object({ from: teamId.describe('Main team before'), to: teamId.describe('Main team since') })
    .describe('The staff member’s opportunities count for another team'),
  StaffMemberLeft: z.object({}).describe('The staff member left the company'),
  StaffMemberReturned: z.object({}).describe('The staff member is back'),
})

type Inferred = typeof events
export interface StaffMemberEvents extends Inferred {} // a name for hovers and errors
export const staffMemberEvents: StaffMemberEvents = events

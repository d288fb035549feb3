// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { catalogueEntryStored, labelled } from '../kernel/catalogue-entry.ts'
import { defineEvents, olderVersion } from '../kernel/events.ts'
import { id } from '../kernel/values.ts'

const staffMemberId = id('staff member')
const name = z.string().describe('Name')
const territory = catalogueEntryStored.nullable().describe('Territory it sells in')

/** A territory was a text. */
const text = z.string().nullable()
const territoryOf = (label: string | null) => (label === null ? null : labelled(label))
const older = {
  SalesTeamCreated: [
    olderVersion(z.object({ name, territory: text, leaderId: staffMemberId.nullable() }), ({ territory, ...kept }) => ({
      ...kept,
      territory: territoryOf(territory),
    })),
  ],
  SalesTeamTerritorySet: [
    olderVersion(z.object({ from: text, to: text }), ({ from, to }) => ({
      from: territoryOf(from),
      to: territoryOf(to),
    })),
  ],
} as const

const events = defineEvents(
  {
    SalesTeamCreated: z
      .object({
        name,
        territory,
        leaderId: staffMemberId.nullable().describe('Leader'),
      })
      .describe('A sales team was created'),
    SalesTeamRenamed: z
      .object({ from: name.describe('Name before'), to: name.describe('Name since') })
      .describe('The team has another name'),
    SalesTeamTerritorySet: z
      .object({ from: territory.describe('Territory before'), to: territory.describe('Territory since') })
      .describe('The team sells in another territory'),
    SalesTeamLeaderSet: z
      .object({
        from: staffMemberId.nullable().describe('Leader before'),
        to: staffMemberId.nullable().describe('Leader since'),
      })
      .describe('Somebody else leads the team'),
    SalesTeamMemberAdded: z.object({ staffMemberId }).describe('Somebody joined the team'),
    SalesTeamMemberRemoved: z.object({ staffMemberId }).describe('Somebody left the team'),
  },
  older,
)

type Inferred = typeof events
export interface SalesTeamEvents extends Inferred {} // a name for hovers and errors
export const salesTeamEvents: SalesTeamEvents = events

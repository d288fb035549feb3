// Among whom the assignment rules choose: looked up when a turn is taken, from the states of that day and, for accounts, from documents.
import {
  assignmentChoices,
  assignmentRulesState,
  assignmentTurns,
  catalogueId,
  catalogueState,
  leadState,
  responsibleFor,
  salesTeamState,
  staffMemberState,
  theAssignmentRules,
  type AssignmentChoice,
  type AssignmentRulesState,
  type CommandMessage,
  type Day,
} from '@eventcrm/domain'
import type { DecodedEvent } from '@eventcrm/event-store'
import type { DocumentStore, Projector } from '@eventcrm/projection'
import { contacts } from '@eventcrm/read-model-directory'
import type { CommandHandler } from '../commands/command-handler.ts'

interface Asked {
  readonly handler: Pick<CommandHandler, 'state' | 'stateAsOf'>
  readonly documents: DocumentStore
  readonly projector: Pick<Projector, 'catchUp'> | undefined
}

/** Customers that each of them manages, of those whose number of accounts is limited; level with the log. */
const accountsOf = async (
  { documents, projector }: Asked,
  { limits }: AssignmentRulesState,
  staffMemberIds: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  const limited = staffMemberIds.filter(id => {
    const { least = null, most = null } = limits.get(id)?.limits ?? {}
    return least !== null || most !== null
  })
  if (limited.length === 0) return new Map()
  await projector?.catchUp([contacts])
  const counts = await documents.query(
    limited.map(
      id =>
        ({
          count: contacts.collection,
          where: {
            and: [
              { field: 'ownerId', equals: id },
              { field: 'isCustomer', equals: true },
              { field: 'archived', equals: false },
            ],
          },
        }) as const,
    ),
  )
  return new Map(limited.map((id, i) => [id, counts[i] ?? 0]))
}

const choicesFor = async (asked: Asked, leadId: string, day: Day): Promise<readonly AssignmentChoice[]> => {
  const { handler } = asked
  const lead = await handler.state(leadState, leadId)
  const by = {
    rules: await handler.stateAsOf(assignmentRulesState, theAssignmentRules, day),
    territories: await handler.stateAsOf(catalogueState, catalogueId('territory'), day),
    groups: await handler.stateAsOf(catalogueState, catalogueId('customerGroup'), day),
  }
  const arrival = {
    kind: lead.kind,
    territoryId: lead.territory?.entryId ?? null,
    groupId: lead.group?.entryId ?? null,
    teamId: lead.assignment.teamId,
  }
  const responsible = responsibleFor(by, arrival).map(([, each]) => each)
  const teamIds = [...new Set(responsible.flatMap(({ teamId }) => teamId ?? []))]
  const teams = new Map(
    await Promise.all(teamIds.map(async id => [id, await handler.stateAsOf(salesTeamState, id, day)] as const)),
  )
  const named = responsible.flatMap(({ staffMemberId }) => staffMemberId ?? [])
  const ids = [...new Set([...named, ...[...teams.values()].flatMap(({ members }) => [...members.keys()])])]
  const active = new Set<string>()
  await Promise.all(
    ids.map(async id => {
      const then = await handler.stateAsOf(staffMemberState, id, day)
      // of a lead that is written down late, who has left since is not chosen
      if (then.status === 'active' && (await handler.state(staffMemberState, id)).status === 'active') active.add(id)
    }),
  )
  const accounts = await accountsOf(asked, by.rules, [...active])
  const circumstances = {
    ...by,
    teams,
    isActive: (id: string) => active.has(id),
    accountsOf: (id: string) => accounts.get(id) ?? 0,
  }
  return assignmentChoices(circumstances, arrival)
}

/** What a process sends, with the choices of the rules where it takes a turn. */
export const withAssignmentChoices =
  (asked: Asked) =>
  async (message: CommandMessage, { streamId: leadId, occurredOn }: DecodedEvent): Promise<CommandMessage> => {
    if (message.aggregate !== assignmentTurns.category || message.name !== 'take') return message
    const choices = await choicesFor(asked, leadId, occurredOn)
    return { ...message, input: Object.assign({}, message.input, { choices }) }
  }

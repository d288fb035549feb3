// What the assignment rules look at, looked up when a turn is taken: from the states of that day and, for accounts, from documents.
import {
  assignmentChoices,
  assignmentRulesState,
  assignmentTurns,
  assignmentTurnsState,
  catalogueId,
  catalogueState,
  contactState,
  leadState,
  responsibleFor,
  salesTeamState,
  staffMemberState,
  theAssignmentRules,
  type Arrival,
  type AssignmentChoice,
  type CommandMessage,
  type Day,
} from '@eventcrm/domain'
import type { DecodedEvent } from '@eventcrm/event-store'
import type { DocumentStore, Projector } from '@eventcrm/projection'
import type { CommandHandler } from '../commands/command-handler.ts'
import { accountsHeld } from './accounts-held.ts'

interface Asked {
  readonly handler: Pick<CommandHandler, 'state' | 'stateAsOf'>
  readonly documents: DocumentStore
  readonly projector: Pick<Projector, 'catchUp'> | undefined
}

const entryOf = (value: { readonly entryId: string | null } | null): string | null => value?.entryId ?? null

const leadArriving = async ({ handler }: Asked, leadId: string): Promise<Arrival> => {
  const { kind, territory, group, assignment } = await handler.state(leadState, leadId)
  return { kind, territoryId: entryOf(territory), groupId: entryOf(group), teamId: assignment.teamId }
}
const customerArriving = async ({ handler }: Asked, contactId: string): Promise<Arrival> => {
  const { kind, territory, group } = await handler.state(contactState, contactId)
  return { kind, territoryId: entryOf(territory), groupId: entryOf(group), teamId: null, isCustomer: true }
}

const choicesFor = async (asked: Asked, arrival: Arrival, day: Day): Promise<readonly AssignmentChoice[]> => {
  const { handler } = asked
  const by = {
    rules: await handler.stateAsOf(assignmentRulesState, theAssignmentRules, day),
    territories: await handler.stateAsOf(catalogueState, catalogueId('territory'), day),
    groups: await handler.stateAsOf(catalogueState, catalogueId('customerGroup'), day),
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
  const limited = [...active].filter(id => {
    const { least = null, most = null } = by.rules.limits.get(id)?.limits ?? {}
    return least !== null || most !== null
  })
  const held = await accountsHeld(asked, limited)
  const circumstances = {
    ...by,
    teams,
    isActive: (id: string) => active.has(id),
    accountsOf: (id: string) => held.get(id)?.accounts ?? 0,
  }
  return assignmentChoices(circumstances, arrival)
}

/** What room the person has to whom a turn for a customer was given: as others were given theirs at the same time, some before this one. */
const roomFor = async (asked: Asked, turnsId: string, requestId: string, day: Day) => {
  const { handler } = asked
  const turn = (await handler.state(assignmentTurnsState, turnsId)).given.get(requestId)
  if (!turn || turn.contactId === null || turn.givenBack !== null) return undefined
  const { staffMemberId, contactId } = turn
  const { limits } = await handler.stateAsOf(assignmentRulesState, theAssignmentRules, day)
  const most = limits.get(staffMemberId)?.limits.most ?? null
  if (most === null) return undefined
  const held = await accountsHeld(asked, [staffMemberId], contactId)
  return { before: held.get(staffMemberId)?.before ?? 0, most }
}

const fieldOf = (input: unknown, field: string): string => {
  const value: unknown = Reflect.get(Object(input), field)
  return typeof value === 'string' ? value : ''
}

/** What a process sends, with the choices of the rules where it takes a turn, and with the room there is where it keeps one. */
export const withAssignmentChoices =
  (asked: Asked) =>
  async (message: CommandMessage, { occurredOn }: DecodedEvent): Promise<CommandMessage> => {
    if (message.aggregate !== assignmentTurns.category) return message
    const { name, input } = message
    if (name === 'take') {
      const [leadId, contactId] = [fieldOf(input, 'leadId'), fieldOf(input, 'contactId')]
      const arrival = contactId === '' ? await leadArriving(asked, leadId) : await customerArriving(asked, contactId)
      return { ...message, input: Object.assign({}, input, { choices: await choicesFor(asked, arrival, occurredOn) }) }
    }
    if (name !== 'keep') return message
    const room = await roomFor(asked, fieldOf(input, 'turnsId'), fieldOf(input, 'requestId'), occurredOn)
    return room ? { ...message, input: Object.assign({}, input, { room }) } : message
  }

// Who gets what arrives, by the company's rules. By hand anybody may be given anything: nothing here stands in the way of that.
import { pathTo, type CatalogueState } from '../catalogue/state.ts'
import type { SalesTeamState } from '../sales-team/state.ts'
import { noLimits, placeKey, type AssignmentPlace, type AssignmentRulesState, type Responsible } from './state.ts'

/** What is known of somebody who arrives; null where nothing is. */
export interface Arrival extends AssignmentPlace {
  /** The team that it came in for. */
  readonly teamId: string | null
  /** A customer, who counts for no month's leads; a lead when left out. */
  readonly isCustomer?: boolean
}

/** The rules, with the trees that a rule for a region holds for every province of. */
export interface AssignmentRulesBy {
  readonly rules: AssignmentRulesState
  readonly territories: CatalogueState
  readonly groups: CatalogueState
}

/** What the choice looks at, as of the day. */
export interface AssignmentCircumstances extends AssignmentRulesBy {
  /** Of each team that a rule names, by id. */
  readonly teams: ReadonlyMap<string, Pick<SalesTeamState, 'members'>>
  /** Whether somebody works for the company. */
  readonly isActive: (staffMemberId: string) => boolean
  /** Customers that somebody manages. */
  readonly accountsOf: (staffMemberId: string) => number
}

/** Which of the rules it was. */
export type AssignmentReason = 'territoryAndGroup' | 'group' | 'territory' | 'kind' | 'team' | 'default'

/** Who gets it, and why; `teamId` where it was that person's turn within a team. */
export interface Assignee {
  readonly staffMemberId: string
  readonly teamId: string | null
  readonly rule: AssignmentReason
}

/** Somebody whom a rule may give it to: active, taking such customers, and with room for more accounts. */
export interface Candidate {
  readonly staffMemberId: string
  /** Leads that the person takes in a month; null no limit. */
  readonly perMonth: number | null
  /** Has fewer accounts than one should have, and goes first. */
  readonly lacking: boolean
}

/** Those among whom a rule chooses: of a team by turns, where there is one. */
export interface AssignmentChoice {
  readonly rule: AssignmentReason
  readonly teamId: string | null
  readonly candidates: readonly Candidate[]
}

/** What changes with every turn: it is decided on where it is written down. */
export interface AssignmentTurnsNow {
  readonly takenThisMonth: (staffMemberId: string) => number
  /** Who of the team had the last turn in order, and who goes first for having given one back. */
  readonly turnsOf: (teamId: string) => { readonly lastId: string | null; readonly owed: readonly string[] }
}

const candidate = (
  { rules, isActive, accountsOf }: AssignmentCircumstances,
  { kind, isCustomer = false }: Arrival,
  staffMemberId: string,
): readonly Candidate[] => {
  const { handles, least, most, perMonth } = rules.limits.get(staffMemberId)?.limits ?? noLimits
  if ((handles !== null && kind !== null && handles !== kind) || !isActive(staffMemberId)) return []
  const accounts = least === null && most === null ? 0 : accountsOf(staffMemberId)
  if (most !== null && accounts >= most) return []
  return [{ staffMemberId, perMonth: isCustomer ? null : perMonth, lacking: accounts < (least ?? 0) }]
}

/** The team by turns, then the person who is responsible where none of it has room. */
const choicesOf = (
  circumstances: AssignmentCircumstances,
  arrival: Arrival,
  rule: AssignmentReason,
  { teamId, staffMemberId }: Responsible,
): readonly AssignmentChoice[] => {
  const members = teamId === null ? [] : [...(circumstances.teams.get(teamId)?.members.keys() ?? [])].sort()
  const among = (teamId: string | null, ids: readonly string[]): AssignmentChoice => ({
    rule,
    teamId,
    candidates: ids.flatMap(id => candidate(circumstances, arrival, id)),
  })
  return [
    ...(teamId === null ? [] : [among(teamId, members)]),
    ...(staffMemberId === null ? [] : [among(null, [staffMemberId])]),
  ]
}

/** Those of a choice in turn: who gave a turn back, then those who lack accounts, from the one after the last on. */
const inTurn = ({ teamId, candidates }: AssignmentChoice, { turnsOf }: AssignmentTurnsNow): readonly Candidate[] => {
  if (teamId === null) return candidates
  const { lastId, owed } = turnsOf(teamId)
  const next = lastId === null ? 0 : candidates.findIndex(({ staffMemberId }) => staffMemberId > lastId)
  const turns = next < 0 ? candidates : [...candidates.slice(next), ...candidates.slice(0, next)]
  const first = owed.flatMap(id => turns.filter(({ staffMemberId }) => staffMemberId === id))
  return [...first, ...turns.filter(({ lacking }) => lacking), ...turns]
}

/** The first of the choices that has somebody with room in the month, and whose turn it is there. */
export const chosenFrom = (choices: readonly AssignmentChoice[], turns: AssignmentTurnsNow): Assignee | undefined => {
  for (const choice of choices) {
    const found = inTurn(choice, turns).find(
      ({ staffMemberId, perMonth }) => perMonth === null || turns.takenThisMonth(staffMemberId) < perMonth,
    )
    if (found) return { staffMemberId: found.staffMemberId, teamId: choice.teamId, rule: choice.rule }
  }
  return undefined
}

const reasonOf = ({ territoryId, groupId }: AssignmentPlace): AssignmentReason => {
  if (territoryId !== null) return groupId === null ? 'territory' : 'territoryAndGroup'
  return groupId === null ? 'kind' : 'group'
}

/** An entry and those that it stands under, nearest first; none where nothing is known. */
const withAbove = (catalogue: CatalogueState, entryId: string | null): readonly string[] =>
  entryId === null ? [] : [entryId, ...pathTo(catalogue, entryId).map(entry => entry.entryId)]

/**
 * The places whose rules hold for somebody, in the order that they are asked: territory and group together, then the group, then the
 * territory, then neither; the nearest of a tree first, and of each the one for the kind of customer before the one for any.
 */
const placesOf = (
  { territories, groups }: AssignmentRulesBy,
  { territoryId, groupId, kind }: Arrival,
): readonly AssignmentPlace[] => {
  const ofTerritory = [...new Set(withAbove(territories, territoryId))]
  const ofGroup = [...new Set(withAbove(groups, groupId))]
  const pairs: readonly (readonly [string | null, string | null])[] = [
    ...ofTerritory.flatMap(territory => ofGroup.map(group => [territory, group] as const)),
    ...ofGroup.map(group => [null, group] as const),
    ...ofTerritory.map(territory => [territory, null] as const),
    [null, null],
  ]
  const kinds = kind === null ? [null] : [kind, null]
  return pairs
    .flatMap(([territory, group]) => kinds.map(of => ({ territoryId: territory, groupId: group, kind: of })))
    .filter(place => place.territoryId !== null || place.groupId !== null || place.kind !== null)
}

/** Who is responsible, in the order asked: by the rules for a place, then by turns of the team that it came in for, then by default. */
export const responsibleFor = (
  by: AssignmentRulesBy,
  arrival: Arrival,
): readonly (readonly [AssignmentReason, Responsible])[] => {
  const { rules, otherwise } = by.rules
  const { teamId } = arrival
  const asked: readonly (readonly [AssignmentReason, Responsible | null | undefined])[] = [
    ...placesOf(by, arrival).map(place => [reasonOf(place), rules.get(placeKey(place))?.responsible] as const),
    ['team', teamId === null ? null : { teamId, staffMemberId: null }],
    ['default', otherwise],
  ]
  return asked.flatMap(([reason, responsible]) => (responsible ? [[reason, responsible] as const] : []))
}

/**
 * Among whom the rules choose, in the order that they are asked; none after one that always has somebody.
 * @returns none where nobody is responsible
 */
export const assignmentChoices = (
  circumstances: AssignmentCircumstances,
  arrival: Arrival,
): readonly AssignmentChoice[] => {
  const choices: AssignmentChoice[] = []
  for (const [rule, responsible] of responsibleFor(circumstances, arrival))
    for (const choice of choicesOf(circumstances, arrival, rule, responsible)) {
      choices.push(choice)
      if (choice.candidates.some(({ perMonth }) => perMonth === null)) return choices
    }
  return choices
}

/**
 * Who gets what arrives: the first of those responsible who is active, takes such customers and has room. Pure: whose turn it is comes
 * with the circumstances, so that the same facts give the same answer.
 * @returns undefined where nobody is responsible, or everybody has enough: it waits to be given by hand
 */
export const chooseAssignee = (
  circumstances: AssignmentCircumstances & AssignmentTurnsNow,
  arrival: Arrival,
): Assignee | undefined => chosenFrom(assignmentChoices(circumstances, arrival), circumstances)

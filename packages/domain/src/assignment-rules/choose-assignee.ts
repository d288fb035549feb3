// Who gets what arrives, by the company's rules. By hand anybody may be given anything: nothing here stands in the way of that.
import { pathTo, type CatalogueState } from '../catalogue/state.ts'
import type { SalesTeamState } from '../sales-team/state.ts'
import { noLimits, placeKey, type AssignmentPlace, type AssignmentRulesState, type Responsible } from './state.ts'

/** What is known of somebody who arrives; null where nothing is. */
export interface Arrival extends AssignmentPlace {
  /** The team that it came in for. */
  readonly teamId: string | null
}

/** How much somebody has in hand. */
export interface Load {
  readonly accounts: number
  /** Leads taken in the month of the day. */
  readonly takenThisMonth: number
}

/** What the choice looks at, as of the day. */
export interface AssignmentCircumstances {
  readonly rules: AssignmentRulesState
  /** The trees that a rule for a region holds for every province of. */
  readonly territories: CatalogueState
  readonly groups: CatalogueState
  /** Of each team that a rule names, by id. */
  readonly teams: ReadonlyMap<string, Pick<SalesTeamState, 'members'>>
  /** Whether somebody works for the company. */
  readonly isActive: (staffMemberId: string) => boolean
  readonly loadOf: (staffMemberId: string) => Load
  /** Who of the team had the last turn, from the facts: the log knows whom its rules gave something last. Null nobody yet. */
  readonly lastTurnOf: (teamId: string) => string | null
}

/** Which of the rules it was. */
export type AssignmentReason = 'territoryAndGroup' | 'group' | 'territory' | 'kind' | 'team' | 'default'

/** Who gets it, and why; `teamId` where it was that person's turn within a team. */
export interface Assignee {
  readonly staffMemberId: string
  readonly teamId: string | null
  readonly rule: AssignmentReason
}

const takes = (
  { rules, isActive, loadOf }: AssignmentCircumstances,
  kind: Arrival['kind'],
  staffMemberId: string,
): boolean => {
  if (!isActive(staffMemberId)) return false
  const { handles, most, perMonth } = rules.limits.get(staffMemberId)?.limits ?? noLimits
  const { accounts, takenThisMonth } = loadOf(staffMemberId)
  if (handles !== null && kind !== null && handles !== kind) return false
  return (most === null || accounts < most) && (perMonth === null || takenThisMonth < perMonth)
}

const lacksAccounts = ({ rules, loadOf }: AssignmentCircumstances, staffMemberId: string): boolean =>
  loadOf(staffMemberId).accounts < (rules.limits.get(staffMemberId)?.limits.least ?? 0)

/** Those of a team in turn, from the one after the last on; those with fewer accounts than they should have go first. */
const inTurn = (circumstances: AssignmentCircumstances, teamId: string): readonly string[] => {
  const members = [...(circumstances.teams.get(teamId)?.members.keys() ?? [])].sort()
  const last = circumstances.lastTurnOf(teamId)
  const next = last === null ? 0 : members.findIndex(member => member > last)
  const turns = next < 0 ? members : [...members.slice(next), ...members.slice(0, next)]
  const lacking = turns.filter(member => lacksAccounts(circumstances, member))
  return [...lacking, ...turns.filter(member => !lacking.includes(member))]
}

/** The person that one of the responsible is; undefined where everybody of them is away, takes others or has enough. */
const personOf = (
  circumstances: AssignmentCircumstances,
  kind: Arrival['kind'],
  { staffMemberId, teamId }: Responsible,
): Omit<Assignee, 'rule'> | undefined => {
  const member =
    teamId === null ? undefined : inTurn(circumstances, teamId).find(each => takes(circumstances, kind, each))
  if (member !== undefined) return { staffMemberId: member, teamId }
  return staffMemberId !== null && takes(circumstances, kind, staffMemberId)
    ? { staffMemberId, teamId: null }
    : undefined
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
  { territories, groups }: AssignmentCircumstances,
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

/**
 * Who gets what arrives: the first of those responsible who is active, takes such customers and has room. First by the rules, then by
 * turns of the team that it came in for, then by default. Pure: whose turn it is comes with the circumstances, so that the same facts give
 * the same answer.
 * @returns undefined where nobody is responsible, or everybody has enough: it waits to be given by hand
 */
export const chooseAssignee = (circumstances: AssignmentCircumstances, arrival: Arrival): Assignee | undefined => {
  const { rules, otherwise } = circumstances.rules
  const { kind, teamId } = arrival
  const asked: readonly (readonly [AssignmentReason, Responsible | null | undefined])[] = [
    ...placesOf(circumstances, arrival).map(
      place => [reasonOf(place), rules.get(placeKey(place))?.responsible] as const,
    ),
    ['team', teamId === null ? null : { teamId, staffMemberId: null }],
    ['default', otherwise],
  ]
  for (const [rule, responsible] of asked) {
    const person = responsible && personOf(circumstances, kind, responsible)
    if (person) return { ...person, rule }
  }
  return undefined
}

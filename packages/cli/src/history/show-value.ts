// An event's data as lines that people read: names instead of ids, money as money, what changed from what to what.
import { isErased, showMoney, type Language } from '@eventcrm/domain'
import { formatsOf } from '../formats.ts'
import { isUuid } from '../resolve-name.ts'
import { choiceOf, labelOf } from './field-words.ts'
import { historyWords } from './history-words.ts'

export interface Shows {
  readonly language: Language
  /** Names of what ids stand for. */
  readonly names: ReadonlyMap<string, string | null>
}

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const asMoney = ({ minorUnits, currency }: Fields, { language }: Shows): string | undefined =>
  typeof minorUnits === 'number' && typeof currency === 'string'
    ? formatsOf(language).money(showMoney({ minorUnits, currency }))
    : undefined

const asRevenue = ({ value, byHand, ...others }: Fields, shows: Shows): string | undefined => {
  const words = historyWords[shows.language]
  return typeof byHand === 'boolean' && Object.keys(others).length === 0
    ? `${show(value, shows)} (${byHand ? words.byHand : words.ofLines})`
    : undefined
}

const asStage = ({ stageId, name, probability }: Fields): string | undefined =>
  typeof stageId === 'string' && typeof name === 'string' && typeof probability === 'number'
    ? `${name} (${String(probability)}%)`
    : undefined

const asReason = ({ reasonId, name }: Fields): string | undefined =>
  typeof reasonId === 'string' && typeof name === 'string' ? name : undefined

const asLine = ({ productId, quantity, unitPrice }: Fields, shows: Shows): string | undefined =>
  typeof productId === 'string' && typeof quantity === 'number'
    ? historyWords[shows.language].line(
        formatsOf(shows.language).count(quantity),
        show(productId, shows),
        show(unitPrice, shows),
      )
    : undefined

const asEntry = ({ entryId, label }: Fields): string | undefined =>
  entryId !== undefined && typeof label === 'string' ? label : undefined

/** Ids of the parts of a thing say nothing to people. */
const partIds = new Set(['addressId', 'lineId', 'phoneId', 'emailId', 'employmentId', 'noteId', 'entryId'])
const isPartId = (name: string) => partIds.has(name)

/** What is said of a field that holds nobody, no team or no customer; 'none' of all others. */
const noneOf: Readonly<Partial<Record<string, 'nobody' | 'noTeam' | 'noCustomer'>>> = {
  ownerId: 'nobody',
  assignment: 'nobody',
  leaderId: 'nobody',
  accountManagerId: 'nobody',
  teamId: 'noTeam',
  mainTeamId: 'noTeam',
  customerId: 'noCustomer',
}

const asParts = (fields: Fields, shows: Shows): string =>
  Object.entries(fields)
    .filter(([name, value]) => value !== null && !isPartId(name))
    .map(([name, value]) =>
      typeof value === 'string' ? show(value, shows) : `${labelOf(name, shows.language)} ${show(value, shows)}`,
    )
    .join(' · ')

/**
 * A value in one line.
 * @param field where it stands: a day, and a word of a few, are said by it
 */
export const show = (value: unknown, shows: Shows, field = ''): string => {
  const { language, names } = shows
  const words = historyWords[language]
  if (value === null || value === undefined) return words[noneOf[field] ?? 'none']
  if (isErased(value)) return words.erased
  if (typeof value === 'string') {
    const name = isUuid(value) ? names.get(value) : undefined
    if (name !== undefined) return name ?? words.erased
    return /On$/.test(field) ? formatsOf(language).day(value) : choiceOf(field, value, language)
  }
  if (typeof value === 'number') return String(value) // a year is a number too
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (Array.isArray(value)) return value.map(each => show(each, shows)).join(', ') || words.none
  if (!isFields(value)) return JSON.stringify(value)
  return (
    asMoney(value, shows) ??
    asRevenue(value, shows) ??
    asStage(value) ??
    asReason(value) ??
    asEntry(value) ??
    asLine(value, shows) ??
    (asParts(value, shows) || words[noneOf[field] ?? 'nothing'])
  )
}

const isEmpty = (value: unknown): boolean =>
  value === null || (Array.isArray(value) && value.length === 0) || (isFields(value) && Object.keys(value).length === 0)

/** Label and text. */
export type Shown = readonly [label: string, text: string]

/** What is one thing in spite of its fields: money, revenue, a line. */
const wholes = ['currency', 'byHand', 'productId', 'entryId']

/** The field that went from one value to another, of events whose values are said by it. */
const changedFields: Readonly<Record<string, string>> = {
  OpportunityExpectedCloseSet: 'expectedCloseOn',
  ContactKindSet: 'kind',
  ContactTermSet: 'term',
  ContactProspectiveAsSet: 'prospectiveAs',
  CompanyLanguageSet: 'language',
  OpportunityReassigned: 'assignment',
  OpportunityCustomerLinked: 'customerId',
  ContactAccountManagerSet: 'accountManagerId',
  SalesTeamLeaderSet: 'leaderId',
  StaffMemberMainTeamSet: 'mainTeamId',
}

/** A stage, an amount and a line are shown whole; of anything else with fields, those that changed. */
const change = (from: unknown, to: unknown, field: string | undefined, shows: Shows): readonly Shown[] => {
  const isStage = isFields(to) && asStage(to) !== undefined
  const isWhole = isStage || !isFields(from) || !isFields(to) || isErased(from) || wholes.some(part => part in to)
  const changed = (before: unknown, since: unknown, name?: string) =>
    `${show(before, shows, name)} → ${show(since, shows, name)}`
  if (isWhole) return [[isStage ? labelOf('stage', shows.language) : '', changed(from, to, field)]]
  return Object.keys(to)
    .filter(name => !isPartId(name) && show(from[name], shows) !== show(to[name], shows))
    .map(name => [labelOf(name, shows.language), changed(from[name], to[name], name)])
}

/** The currency of what an event says in minor units alone, as of tax: that of its amount. */
const currencyBeside = (fields: ReadonlyMap<string, unknown>): unknown => {
  const amount = fields.get('amount')
  return isFields(amount) ? amount['currency'] : undefined
}
const minorUnitFields: ReadonlySet<string> = new Set(['tax'])

/** What an event says, a line each. Whom its personal fields belong to is left out: it says nothing of what happened. */
export const shownFields = (
  { type, data }: { readonly type: string; readonly data: object },
  shows: Shows,
): readonly Shown[] => {
  const fields = new Map<string, unknown>(Object.entries(data))
  const lines: Shown[] = []
  if (fields.has('from') && fields.has('to'))
    lines.push(...change(fields.get('from'), fields.get('to'), changedFields[type], shows))
  for (const [name, value] of fields) {
    if (name === 'from' || name === 'to' || name === 'personId' || isEmpty(value) || isPartId(name)) continue
    const money = minorUnitFields.has(name) && { minorUnits: value, currency: currencyBeside(fields) }
    const text = money ? asMoney(money, shows) : undefined
    lines.push([labelOf(name, shows.language), text ?? show(value, shows, name)])
  }
  return lines
}

/** Every id that stands somewhere in it. */
export const idsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return isUuid(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : []
}

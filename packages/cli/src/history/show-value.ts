// An event's data as lines that people read: names instead of ids, money as money, what changed from what to what.
import { isErased, showMoney } from '@eventcrm/domain'
import type { Formats } from '../formats.ts'
import { isUuid } from '../resolve-name.ts'

export interface Shows {
  readonly formats: Formats
  /** Names of what ids stand for. */
  readonly names: ReadonlyMap<string, string | null>
}

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** 'expectedCloseOn' as 'expected close on', 'customerId' as 'customer'. */
const spaced = (name: string): string =>
  name.replace(/Id$/, '').replaceAll(/[A-Z]/g, capital => ` ${capital.toLowerCase()}`)

const erased = '(erased)'

const asMoney = ({ minorUnits, currency }: Fields, { formats }: Shows): string | undefined =>
  typeof minorUnits === 'number' && typeof currency === 'string'
    ? formats.money(showMoney({ minorUnits, currency }))
    : undefined

const asRevenue = ({ value, byHand, ...others }: Fields, shows: Shows): string | undefined =>
  typeof byHand === 'boolean' && Object.keys(others).length === 0
    ? `${show(value, shows)} (${byHand ? 'set by hand' : 'sum of the lines'})`
    : undefined

const asStage = ({ stageId, name, probability }: Fields): string | undefined =>
  typeof stageId === 'string' && typeof name === 'string' && typeof probability === 'number'
    ? `${name} (${String(probability)}%)`
    : undefined

const asReason = ({ reasonId, name }: Fields): string | undefined =>
  typeof reasonId === 'string' && typeof name === 'string' ? name : undefined

const asLine = ({ productId, quantity, unitPrice }: Fields, shows: Shows): string | undefined =>
  typeof productId === 'string' && typeof quantity === 'number'
    ? `${shows.formats.count(quantity)} × ${show(productId, shows)} at ${show(unitPrice, shows)}`
    : undefined

/** Ids of the parts of a thing say nothing to people. */
const isPartId = (name: string) => name === 'addressId' || name === 'lineId'

const asParts = (fields: Fields, shows: Shows): string =>
  Object.entries(fields)
    .filter(([name, value]) => value !== null && !isPartId(name))
    .map(([name, value]) => (typeof value === 'string' ? show(value, shows) : `${spaced(name)} ${show(value, shows)}`))
    .join(' · ') || 'nothing'

/** A value in one line. */
export const show = (value: unknown, shows: Shows): string => {
  if (value === null || value === undefined) return 'none'
  if (isErased(value)) return erased
  if (typeof value === 'string') {
    const name = isUuid(value) ? shows.names.get(value) : undefined
    return name === undefined ? value : (name ?? erased)
  }
  if (typeof value === 'number') return String(value) // a year is a number too
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(each => show(each, shows)).join(', ') || 'none'
  if (!isFields(value)) return JSON.stringify(value)
  return (
    asMoney(value, shows) ??
    asRevenue(value, shows) ??
    asStage(value) ??
    asReason(value) ??
    asLine(value, shows) ??
    asParts(value, shows)
  )
}

const isEmpty = (value: unknown): boolean =>
  value === null || (Array.isArray(value) && value.length === 0) || (isFields(value) && Object.keys(value).length === 0)

/** Label and text. */
export type Shown = readonly [label: string, text: string]

/** What is one thing in spite of its fields: money, revenue, a line. */
const wholes = ['currency', 'byHand', 'productId']

/** A stage, an amount and a line are shown whole; of anything else with fields, those that changed. */
const change = (from: unknown, to: unknown, shows: Shows): readonly Shown[] => {
  const isStage = isFields(to) && asStage(to) !== undefined
  const isWhole = isStage || !isFields(from) || !isFields(to) || isErased(from) || wholes.some(part => part in to)
  if (isWhole) return [[isStage ? 'stage' : '', `${show(from, shows)} → ${show(to, shows)}`]]
  const changed = Object.keys(to).filter(name => show(from[name], shows) !== show(to[name], shows))
  return changed.map(name => [spaced(name), `${show(from[name], shows)} → ${show(to[name], shows)}`])
}

/** What an event says, a line each. Whom its personal fields belong to is left out: it says nothing of what happened. */
export const shownFields = (data: object, shows: Shows): readonly Shown[] => {
  const fields = new Map<string, unknown>(Object.entries(data))
  const lines: Shown[] = []
  if (fields.has('from') && fields.has('to')) lines.push(...change(fields.get('from'), fields.get('to'), shows))
  for (const [name, value] of fields) {
    if (name === 'from' || name === 'to' || name === 'personId' || isEmpty(value) || isPartId(name)) continue
    lines.push([spaced(name), show(value, shows)])
  }
  return lines
}

/** Every id that stands somewhere in it. */
export const idsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return isUuid(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : []
}

// The aggregates of one CRM: the library's, and those that an application brings.
import {
  aggregates as library,
  claimAggregates,
  innerAggregates,
  processAggregates,
  seriesAggregates,
  type AnyAggregate,
} from '@eventcrm/domain'
import { createCodec, type Codec } from '@eventcrm/event-store'
import { claimOwners } from '../library.ts'
import type { AggregatesByName } from './methods.ts'

export interface AggregateRegistry {
  /** Those that take commands, by the facade's name. */
  readonly byName: ReadonlyMap<string, AnyAggregate>
  /** Those that take commands, by their category. */
  readonly byCategory: ReadonlyMap<string, AnyAggregate>
  /** Those that hold claims, by the kind of claim. */
  readonly claims: Readonly<Record<string, AnyAggregate>>
  /** Those that keep series of numbers, by their category. */
  readonly series: Readonly<Record<string, AnyAggregate>>
  /** Those that may have a key of that kind in use. */
  ownersOf(kind: string): readonly AnyAggregate[]
  /** For every event that any of them has. */
  readonly codec: Codec
  /** The categories of the company's streams, named with its namespace. */
  categories(namespace: string): readonly string[]
}

const category = /^[a-z][A-Za-z0-9]*$/

/**
 * The library's aggregates together with an application's.
 * @param ownClaims the application's holders of claims, by the kind of claim, which is their category
 * @throws TypeError for a name, a category or an event type that is taken, a category of another form, and a holder that can't claim
 */
export const registerAggregates = (own: AggregatesByName, ownClaims: AggregatesByName = {}): AggregateRegistry => {
  const byName = new Map<string, AnyAggregate>(Object.entries(library))
  for (const [name, aggregate] of Object.entries(own)) {
    if (byName.has(name)) throw new TypeError(`The library has aggregates named '${name}' already`)
    byName.set(name, aggregate)
  }
  for (const [kind, { category, commands }] of Object.entries(ownClaims))
    if (kind !== category || !('claim' in commands && 'release' in commands))
      throw new TypeError(
        `Claims of '${kind}' are held by an aggregate of that category, with commands 'claim' and 'release'`,
      )
  const claims: Record<string, AnyAggregate> = { ...ownClaims, ...claimAggregates }

  const everyOne = [...Object.values(innerAggregates), ...Object.values(ownClaims), ...byName.values()]
  const [categories, types] = [new Set<string>(), new Set<string>()]
  for (const { category: one, events } of everyOne) {
    if (!category.test(one)) throw new TypeError(`A category is a name like salesOrder; '${one}' is not`)
    if (categories.has(one)) throw new TypeError(`Two aggregates have the category '${one}'`)
    categories.add(one)
    for (const type of Object.keys(events)) {
      if (types.has(type)) throw new TypeError(`Two aggregates have an event '${type}'`)
      types.add(type)
    }
  }
  return {
    byName,
    byCategory: new Map(
      [...Object.values(processAggregates), ...byName.values()].map(aggregate => [aggregate.category, aggregate]),
    ),
    claims,
    series: seriesAggregates,
    ownersOf: kind => (kind === 'customerCode' || kind === 'invoiceNumber' ? [claimOwners[kind]] : Object.values(own)),
    codec: createCodec(...everyOne.map(({ events }) => events)),
    categories: namespace => [...categories].map(one => `${namespace}.${one}`),
  }
}

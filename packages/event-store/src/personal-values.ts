// Finds the personal values of an event's data, in one walk that copies what holds them and shares all the rest.
import type { PersonalField } from '@eventcrm/domain'

/** Where personal values stand, as a tree of keys; `*` stands for every element of an array or value of a record. */
export interface PersonalPlaces {
  readonly field: PersonalField | undefined
  readonly below: ReadonlyMap<string, PersonalPlaces>
}

export const personalPlaces = (fields: readonly PersonalField[], depth = 0): PersonalPlaces => ({
  field: fields.find(({ path }) => path.length === depth),
  below: new Map(
    Map.groupBy(
      fields.filter(({ path }) => path.length > depth),
      ({ path }) => path[depth] ?? '',
    )
      .entries()
      .map(([key, inside]) => [key, personalPlaces(inside, depth + 1)]),
  ),
})

type Node = Readonly<Record<string, unknown>>
export const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** A key as a part of a JSON pointer (RFC 6901). */
export const escaped = (key: string) =>
  key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key

/**
 * What a personal value is replaced by.
 * @param pointer where it stands in the data, as a JSON pointer
 * @param owner id of the person it is about, as the object says that the schema names; undefined when it says none
 */
export type Replace = (value: unknown, pointer: string, owner: unknown) => unknown

/** The data with every personal value replaced. A value that is null, or not there, is none. */
export const replacePersonal = (
  value: unknown,
  { field, below }: PersonalPlaces,
  replace: Replace,
  pointer = '',
  around: readonly Node[] = [],
): unknown => {
  if (field) {
    const by = replace(value, pointer, around[field.ownerDepth]?.[field.owner])
    if (by !== value) return by
  }
  if (below.size === 0 || !isNode(value)) return value
  // A copy has the value's own keys, __proto__ too if it was smuggled in, so setting one of them sets no prototype.
  const copy: Record<string, unknown> = Array.isArray(value) ? Object.assign([], value) : { ...value }
  const inside = [...around, value]
  for (const [key, places] of below) {
    for (const k of key === '*' ? Object.keys(value) : [key]) {
      const inner = value[k]
      if (inner === undefined || inner === null) continue
      copy[k] = replacePersonal(inner, places, replace, `${pointer}/${escaped(k)}`, inside)
    }
  }
  return copy
}

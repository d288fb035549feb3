// Which leads and contacts that rows wrote down may be the same as others: looked for once all rows are in.
import type { Duplicate, WithDuplicates } from '@eventcrm/crm'
import type { ImportTarget } from './form.ts'
import type { WrittenDown, WrittenOne } from './written-down.ts'

/** What may be the same as what a row wrote down. */
export interface RowDuplicate extends Duplicate {
  /** The row of this import that wrote it down, a row before or the same; null where it was there before. */
  readonly row: number | null
}

/** A lead or contact that a row wrote down and that may be the same as others. */
export interface RowDuplicates extends Omit<WithDuplicates, 'duplicates'> {
  readonly row: number
  /** The likeliest first. Of two that rows wrote down the later one tells of the earlier. */
  readonly duplicates: readonly RowDuplicate[]
}

/** What was found when all rows were in. Nothing is merged by it. */
export interface ImportDuplicates {
  /** Leads and contacts that rows wrote down and that may be the same as others. */
  readonly count: number
  /** The first 100 of them, in the order of the rows. `onDuplicates` is told of all. */
  readonly first: readonly RowDuplicates[]
  /** What kept it from looking at all of them, thrown by the documents or given by the signal; null where nothing did. */
  readonly brokeOff: Error | null
}

const kept = 100
/** Others asked for of each, so that those of later rows, which are left out, do not hide the rest. */
const asked = 100
const toldOfEach = 20

const duplicatesAt = (
  one: WrittenOne,
  found: WithDuplicates,
  writtenAs: (id: string) => WrittenOne | null,
): RowDuplicates => ({
  ...found,
  row: one.row,
  duplicates: found.duplicates
    .flatMap(duplicate => {
      const other = writtenAs(duplicate.id)
      return other && other.place > one.place ? [] : [{ ...duplicate, row: other?.row ?? null }]
    })
    .slice(0, toldOfEach),
})

/** A number that thousands share is asked for thousands of times. */
const remembered = <T>(look: (id: string) => T): ((id: string) => T) => {
  const known = new Map<string, { readonly found: T }>()
  return id => {
    const { found } = known.get(id) ?? { found: look(id) }
    if (!known.has(id)) known.set(id, { found })
    return found
  }
}

const errorOf = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error('The search for duplicates broke off', { cause: thrown })

const orAborted = async <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (!signal) return work
  const stopped = Promise.withResolvers<never>()
  const stop = () => stopped.reject(signal.reason)
  signal.addEventListener('abort', stop)
  try {
    return await Promise.race([work, stopped.promise])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

export interface DuplicatesOptions {
  /** Aborted, the search is given up, and its reason is what it broke off by. */
  readonly signal?: AbortSignal | undefined
  /**
   * Called once with each lead and contact that a row wrote down and that may be the same as one that was there, or that a row before it wrote down: in the order of
   * the rows, and waited for.
   */
  readonly onDuplicates?: ((found: RowDuplicates) => void | Promise<void>) | undefined
}

/** Looks when all rows are in. @throws what `onDuplicates` throws */
export const lookForDuplicates = async (
  crm: Pick<ImportTarget, 'duplicates'>,
  written: WrittenDown,
  { signal, onDuplicates }: DuplicatesOptions,
): Promise<ImportDuplicates> => {
  const first: RowDuplicates[] = []
  let count = 0
  for (const part of written.parts()) {
    let found: ReadonlyMap<string, WithDuplicates>
    try {
      signal?.throwIfAborted()
      const ids = part.map(({ id }) => id)
      const each = await orAborted(crm.duplicates.findEach({ ids, limit: asked }), signal)
      found = new Map(each.map(one => [one.id, one]))
    } catch (error) {
      return { count, first, brokeOff: errorOf(error) }
    }
    const writtenAs = remembered(id => written.get(id))
    for (const one of part) {
      const those = found.get(one.id)
      const told = those && duplicatesAt(one, those, writtenAs)
      if (!told || told.duplicates.length === 0) continue
      count++
      if (first.length < kept) first.push(told)
      await onDuplicates?.(told)
    }
  }
  return { count, first, brokeOff: null }
}

// Removing versions of views that nobody serves any more.
import { CheckpointConflict, type DocumentStore, type LastServing, type ViewProgress } from './document-store.ts'
import type { AnyRollup } from './rollup.ts'
import { daysCollectionOf, versionOf, type AnyView } from './view.ts'
import { collectionsToMake } from './view-collections.ts'

/** Seconds for which a version is kept after a process has said that it serves it: six times as long as a process waits until it says so again. */
const keptFor = 60

/** Documents removed at once: with five indexes, 500 take SQLite some 15 ms. */
const removedAtOnce = 500

/** A version of a view that the documents have beside the one that is served here, and what became of it. */
export type Pruned = { readonly view: string } & (
  | { readonly outcome: 'dropped' }
  /** Kept: processes said within the last minute that they serve it, or one committed to it meanwhile. */
  | { readonly outcome: 'served'; readonly by: readonly Pick<LastServing, 'name' | 'secondsAgo'>[] }
  /** Kept: there is no newer version that analysts see, and that answers. */
  | { readonly outcome: 'newest' }
  /** Kept: newer than the version here; `prepare` of a newer library built it, which is still to be started. */
  | { readonly outcome: 'newer' }
)

export interface PruneOptions {
  /** Those of the library here, of which nothing is dropped. */
  readonly views: readonly AnyView[]
  readonly rollups: readonly AnyRollup[]
  /** True: versions that are served, and newer ones, are dropped too. */
  readonly force?: boolean
}

interface Version {
  readonly view: string
  readonly name: string
  readonly version: number
  readonly progress: ViewProgress
}

const inDocuments = ([view, progress]: readonly [string, ViewProgress]): readonly Version[] => {
  const known = versionOf(view)
  return known ? [{ view, ...known, progress }] : []
}

const answers = ({ progress }: Version): boolean => !progress.building && !progress.unseen

/**
 * Where a version's documents and totals are: a rollup's days stand beside its months, and what feeds the documents beside them.
 * @param isView whether a collection is a view's own, which may be called as if it fed another
 */
const collectionsOf = ({ view, progress }: Version, isView: (collection: string) => boolean): readonly string[] => [
  ...progress.rollups.flatMap(rollup => {
    const known = versionOf(rollup)
    return known ? [rollup, daysCollectionOf(known.name, known.version)] : [rollup]
  }),
  ...[view.replace(/__v\d+$/, 'Sources$&')].filter(sources => !isView(sources)),
  view,
]

/** @returns whether it is empty; false where another process has committed to it */
const empty = async (documents: DocumentStore, version: Version, collections: readonly string[]): Promise<boolean> => {
  await documents.ensure(collections.map(name => ({ name, indexes: [] })))
  let expected = version.progress.commits
  const next = { checkpoint: null, building: true, rollups: [], stopped: null }
  try {
    for (const collection of collections) {
      for (;;) {
        const [{ documents: found }] = await documents.query([{ find: collection, limit: removedAtOnce }])
        const writes = found.map(({ key }) => ({ collection, key, document: null }))
        await documents.commit({ views: [{ view: version.view, expected, next }], writes })
        expected++
        if (found.length < removedAtOnce) break
      }
    }
  } catch (error) {
    if (error instanceof CheckpointConflict) return false
    throw error
  }
  return true
}

/**
 * Drops the versions of views that a newer one has taken the place of, and that no process has said to serve within the last minute.
 * @returns what became of each version that is not served here, in the order of their names
 */
export const pruneVersions = async (
  documents: DocumentStore,
  { views, rollups, force = false }: PruneOptions,
): Promise<readonly Pruned[]> => {
  const [known, servings] = await documents.query([{ views: '' }, { servings: '' }])
  const versions = [...known].flatMap(inDocuments)
  const here = new Map(views.map(({ name, collection, version }) => [name, { collection, version }]))

  const isView = (collection: string) => known.has(collection) || views.some(view => view.collection === collection)

  const standing = (one: Version): Exclude<Pruned['outcome'], 'dropped'> | null => {
    const mine = here.get(one.name)
    const isNewer = mine !== undefined && one.version > mine.version
    const others = versions.filter(other => other.name === one.name && answers(other))
    const isReplaced = isNewer
      ? others.some(({ view }) => view === mine.collection)
      : others.some(({ version }) => version > one.version)
    if (!force && servings.some(serving => isRecent(serving, one))) return 'served'
    if (!isReplaced) return 'newest'
    return isNewer && !force ? 'newer' : null
  }

  const pruned: Pruned[] = []
  for (const one of versions) {
    const { view } = one
    const collections = collectionsOf(one, isView)
    const mine = here.get(one.name)
    if (mine?.collection === view) continue
    const kept = standing(one)
    if (kept === 'served') pruned.push({ view, outcome: kept, by: servings.filter(serving => isRecent(serving, one)) })
    else if (kept) pruned.push({ view, outcome: kept })
    // what analysts see goes at once; what they no longer see, a few documents at a time
    else if (!(mine && one.version > mine.version) && !(await empty(documents, one, collections)))
      pruned.push({ view, outcome: 'served', by: [] })
    else {
      await documents.drop(collections)
      pruned.push({ view, outcome: 'dropped' })
    }
  }
  if (pruned.some(({ outcome }) => outcome === 'dropped')) await showAgain(documents, views, rollups, known)
  return pruned
}

const isRecent = ({ views, secondsAgo }: LastServing, { view }: Version): boolean =>
  secondsAgo <= keptFor && views.includes(view)

/** What a newer version has hidden from analysts, they see again once it is dropped. */
const showAgain = async (
  documents: DocumentStore,
  views: readonly AnyView[],
  rollups: readonly AnyRollup[],
  known: ReadonlyMap<string, ViewProgress>,
): Promise<void> => {
  const seen = views.filter(({ collection }) => {
    const progress = known.get(collection)
    return progress && !progress.building && !progress.unseen
  })
  const collections = collectionsToMake(
    seen,
    rollups.filter(({ view }) => seen.includes(view)),
  )
  await documents.ensure(collections)
  await documents.commit({ views: [], writes: [], publish: collections.map(({ name }) => name) })
}

// Commits that follow from their numbers, so that what a file must hold is known from the number of the last.
import type { Document } from '@eventcrm/projection'
import type { Collection, Commit, Write } from '@eventcrm/projection/store'

export const view = 'numbered__v1'
const others = 'others__v1'

export const collections: readonly Collection[] = [
  { name: view, indexes: [['n'], ['tags'], ['kind', 'n']] },
  { name: others, indexes: [['tags']] },
]

const clears = (n: number) => n % 40 === 0

const writesOf = (n: number): readonly (Write & { readonly document: Document | null })[] => [
  { collection: view, key: 'count', document: { n } },
  {
    collection: view,
    key: `slot ${String(n % 7)}`,
    document: { n, kind: n % 2, tags: [n % 3, `of ${String(n % 5)}`] },
  },
  { collection: view, key: `once ${String(n)}`, document: { n, note: 'ghi chú '.repeat((n % 9) * 300) } },
  { collection: view, key: `once ${String(n - 10)}`, document: null },
  { collection: others, key: `other ${String(n % 11)}`, document: { n, tags: n % 4 === 0 ? [] : [n % 4] } },
]

/** The commit that takes the view from `n - 1` commits to `n`. */
export const numberedCommit = (n: number): Commit => ({
  views: [
    {
      view,
      expected: n - 1,
      next: { checkpoint: { position: String(n), eventId: String(n) }, building: false, rollups: [], stopped: null },
    },
  ],
  writes: writesOf(n),
  clear: clears(n) ? [others] : [],
})

/** Every document after the nth commit, by collection and key. */
export const documentsAfter = (last: number): Readonly<Record<string, Readonly<Record<string, Document>>>> => {
  const kept = new Map(collections.map(({ name }) => [name, new Map<string, Document>()]))
  for (let n = 1; n <= last; n++) {
    if (clears(n)) kept.get(others)?.clear()
    for (const { collection, key, document } of writesOf(n)) {
      if (document) kept.get(collection)?.set(key, document)
      else kept.get(collection)?.delete(key)
    }
  }
  return Object.fromEntries([...kept].map(([name, documents]) => [name, Object.fromEntries(documents)]))
}

import type { DocumentStore, Query } from '@eventcrm/projection'
import { checkQuery, type Commit } from '@eventcrm/projection/store'

/** The namespace of a company that gives none. */
export const defaultNamespace = 'crm'

/**
 * A company's part of a document store: every collection's name carries the company's namespace, so that companies can share a store
 * and no question reaches another's documents. A namespace has no `_`, so no two of them make the same name.
 * Closing it leaves the store open.
 */
export const documentsOfCompany = (store: DocumentStore, namespace: string): DocumentStore => {
  const named = (collection: string) => `${namespace}_${collection}`
  const unnamed = (views: unknown) =>
    views instanceof Map
      ? new Map([...views].map(([name, progress]) => [String(name).slice(named('').length), progress]))
      : views
  const asked = (query: Query): Query => {
    checkQuery(query)
    if ('progress' in query) return { progress: named(query.progress) }
    if ('views' in query) return { views: named(query.views) }
    if ('load' in query) return { ...query, load: named(query.load) }
    if ('find' in query) return { ...query, find: named(query.find) }
    return { ...query, count: named(query.count) }
  }
  return {
    ensure: collections =>
      store.ensure(
        collections.map(({ name, publication, ...collection }) => ({
          ...collection,
          name: named(name),
          ...(publication ? { publication: { ...publication, name: named(publication.name) } } : {}),
        })),
      ),
    commit: ({ views, writes, clear = [], publish = [], unpublish = [] }: Commit) =>
      store.commit({
        views: views.map(({ view, next, ...rest }) => ({ ...rest, view: named(view), next })),
        writes: writes.map(write => ({ ...write, collection: named(write.collection) })),
        clear: clear.map(named),
        publish: publish.map(named),
        unpublish: unpublish.map(named),
      }),
    async query(queries) {
      const answers: readonly unknown[] = await store.query(queries.map(asked))
      return queries.map((query, i) => ('views' in query ? unnamed(answers[i]) : answers[i])) as unknown as Awaited<
        ReturnType<typeof store.query<typeof queries>>
      >
    },
    close: () => Promise.resolve(),
  }
}

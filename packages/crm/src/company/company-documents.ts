import type { DocumentStore, LastServing, Query } from '@eventcrm/projection'
import { checkQuery, type Commit } from '@eventcrm/projection/store'

/**
 * A company's part of a document store: every collection's name carries the company's namespace, so that companies can share a store
 * and no question reaches another's documents. A namespace has no `_`, so no two of them make the same name.
 * A store that is one company's alone is taken as it is. Closing it leaves the store open.
 * @throws TypeError for a store of another company
 */
export const documentsOfCompany = (store: DocumentStore, namespace: string): DocumentStore => {
  if (store.namespace !== undefined) {
    if (store.namespace !== namespace)
      throw new TypeError(`stores.documents: expected those of '${namespace}', not of '${store.namespace}'`)
    return {
      namespace,
      ensure: collections => store.ensure(collections),
      commit: commit => store.commit(commit),
      query: queries => store.query(queries),
      serve: serving => store.serve(serving),
      drop: collections => store.drop(collections),
      close: () => Promise.resolve(),
    }
  }
  const named = (collection: string) => `${namespace}_${collection}`
  const unnamed = (name: unknown) => String(name).slice(named('').length)
  const answered = (query: Query, answer: unknown): unknown => {
    if ('views' in query && answer instanceof Map)
      return new Map([...answer].map(([name, progress]) => [unnamed(name), progress]))
    if ('servings' in query && Array.isArray(answer))
      return answer.map(({ views, ...serving }: LastServing) => ({ ...serving, views: views.map(unnamed) }))
    return answer
  }
  const asked = (query: Query): Query => {
    checkQuery(query)
    if ('progress' in query) return { progress: named(query.progress) }
    if ('views' in query) return { views: named(query.views) }
    if ('servings' in query) return { servings: named(query.servings) }
    if ('load' in query) return { ...query, load: named(query.load) }
    if ('find' in query) return { ...query, find: named(query.find) }
    if ('some' in query) return { ...query, some: named(query.some) }
    if ('group' in query) return { ...query, group: named(query.group) }
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
      return queries.map((query, i) => answered(query, answers[i])) as unknown as Awaited<
        ReturnType<typeof store.query<typeof queries>>
      >
    },
    serve: ({ process, name, views }) => store.serve({ process, name, views: views.map(named) }),
    drop: collections => store.drop(collections.map(named)),
    close: () => Promise.resolve(),
  }
}

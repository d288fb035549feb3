// The document store on a replica set: a collection of MongoDB for each collection, and what a commit holds to in three small ones beside them.
import { StoreClosed } from '@eventcrm/event-store'
import type { DocumentStore } from '@eventcrm/projection'
import {
  checkNames,
  prepareLaterAnswers,
  prepareWrites,
  ReadyCollections,
  type Commit,
  type LaterAnswers,
  type StoredWrite,
} from '@eventcrm/projection/store'
import type { AnyBulkWriteOperation, ClientSession, Db, MongoClient } from 'mongodb'
import { storedDocument } from './document-codec.ts'
import { codeOf, DatabaseRefused, DUPLICATE_KEY } from './errors.ts'
import { insist, type Patience, type Tries } from './patience.ts'
import { Progresses } from './progresses.ts'
import { Publications, type Publication } from './publications.ts'
import { indexOf, Register } from './register.ts'
import { count, group, load, search, some, type Searched, type StoredDocument } from './searching.ts'
import { Servings } from './servings.ts'
import { Shape } from './shape.ts'
import { allOf, transact } from './transaction.ts'
import { validatorOf } from './validator.ts'

/** Documents that a transaction removes one by one; a collection of more goes on in a new generation, which takes some 50 ms. */
const removedAtOnce = 1000

/** A collection went on in another generation meanwhile. */
class GenerationLeft extends Error {}

/** What was to be inserted is there already. */
class KeyTaken extends Error {}

type Operation = AnyBulkWriteOperation<StoredDocument>

/** Inserting takes the server less than replacing what is not there. */
const operationOf = ({ key, json, isNew }: StoredWrite, shape: Shape): Operation => {
  if (json === null) return { deleteOne: { filter: { _id: key } } }
  const document = storedDocument(key, json, shape)
  return isNew ? { insertOne: { document } } : replacing(document)
}
const replacing = (document: StoredDocument): Operation => ({
  replaceOne: { filter: { _id: document._id }, replacement: document, upsert: true },
})

/** Writes to a collection that go to the server in one message: those of one kind. */
interface Operations {
  readonly collection: string
  readonly all: readonly Operation[]
}

const operationsOf = (writes: readonly StoredWrite[], shapeOf: (collection: string) => Shape): readonly Operations[] =>
  Object.values(Object.groupBy(writes, ({ collection }) => collection)).flatMap((ofOne = []) => {
    const [{ collection } = { collection: '' }] = ofOne
    const kinds = Object.groupBy(ofOne, ({ json, isNew }) => (json === null ? 'delete' : isNew ? 'insert' : 'replace'))
    return Object.values(kinds).map(ofKind => {
      return { collection, all: ofKind.map(write => operationOf(write, shapeOf(collection))) }
    })
  })

/** The same where something is there after all. */
const withoutInserts = ({ collection, all }: Operations): Operations => ({
  collection,
  all: all.map(operation => ('insertOne' in operation ? replacing(operation.insertOne.document) : operation)),
})

export interface DocumentStoreOptions {
  readonly namespace: string
  readonly patience: Patience
  readonly validate: boolean
  readonly readOnly: boolean
}

/** @param release called once, when the store is closed */
export const createMongoDocumentStore = (
  client: MongoClient,
  db: Db,
  { namespace, patience, validate, readOnly }: DocumentStoreOptions,
  release: () => Promise<void>,
): DocumentStore => {
  const ready = new ReadyCollections()
  const register = new Register(db)
  const publications = new Publications(db, register)
  const servings = new Servings(db)
  const progresses = new Progresses(db)
  const shapes = new Map<string, Shape>()
  const published = new Map<string, Publication>()
  /** As far as is known here. */
  const generations = new Map<string, number>()
  const running = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined

  /** @param work given the tries of the whole call, whatever it consists of */
  const run = async <T>(work: (tries: Tries) => Promise<T>): Promise<T> => {
    if (closing) throw new StoreClosed()
    const working = work(patience.begin())
    running.add(working)
    try {
      return await working
    } finally {
      running.delete(working)
    }
  }
  const write = (work: (tries: Tries) => Promise<void>): Promise<void> =>
    run(tries => {
      if (readOnly) throw new DatabaseRefused('The documents were opened for reading only', { notWritable: true })
      return work(tries)
    })
  const shapeOf = (name: string): Shape => shapes.get(name) ?? Shape.of(undefined)
  const learn = async (names: Iterable<string>): Promise<void> => {
    for (const [name, generation] of await register.generations([...names])) generations.set(name, generation)
  }
  const physicalOf = (name: string) => register.physical(name, generations.get(name) ?? 1)

  /** Those of the collections to be cleared that are too large for it, with the next generation of each made ready. */
  const prepareLeaving = async (names: readonly string[]): Promise<readonly string[]> => {
    const leaving: string[] = []
    for (const name of names) {
      const physical = physicalOf(name)
      if ((await physical.countDocuments({}, { limit: removedAtOnce + 1 })) <= removedAtOnce) continue
      leaving.push(name)
      const next = register.physical(name, (generations.get(name) ?? 1) + 1)
      await register.make(next, await register.indexesOf(physical), await register.validatorIn(physical))
    }
    return leaving
  }

  const commitOnce = async (tries: Tries, commit: Commit, operations: readonly Operations[]): Promise<void> => {
    const { views, clear = [], publish = [], unpublish = [] } = commit
    const leaving = await insist(tries, () => prepareLeaving(clear))
    const touched = new Map(
      [...new Set([...clear, ...operations.map(({ collection }) => collection)])].map(name => [
        name,
        generations.get(name) ?? 1,
      ]),
    )
    await transact(client, tries, async session => {
      await progresses.enter(session, views)
      if (!(await register.enter(session, touched))) throw new GenerationLeft()
      for (const name of clear) {
        if (leaving.includes(name)) await register.leave(session, name, touched.get(name) ?? 1)
        else await physicalOf(name).deleteMany({}, { session })
      }
      // together, so that the next is made ready here while the server writes one
      const writing = operations.map(async ({ collection, all }) => {
        const generation = (touched.get(collection) ?? 1) + (leaving.includes(collection) ? 1 : 0)
        try {
          await register.physical(collection, generation).bulkWrite([...all], { session, ordered: false })
        } catch (error) {
          // of replacements it is an index that somebody made
          const mayBeKey = codeOf(error) === DUPLICATE_KEY && all.some(operation => 'insertOne' in operation)
          throw mayBeKey ? new KeyTaken() : error
        }
      })
      await allOf(writing)
      for (const name of unpublish) {
        const publication = published.get(name)
        if (publication) await publications.unpublish(session, publication)
      }
      for (const name of publish) {
        const publication = published.get(name)
        if (publication) await publications.publish(session, name, publication)
      }
    })
    for (const name of leaving) generations.set(name, (touched.get(name) ?? 1) + 1)
    const shown = [...publish, ...unpublish, ...leaving].flatMap(name => published.get(name)?.name ?? [])
    for (const name of new Set(shown)) await insist(tries, () => publications.follow(name))
    if (leaving.length > 0) await insist(tries, () => register.sweep())
  }

  /** They go on in a generation that nobody has made yet: what a crash leaves of the one before is none of whoever makes it ready again. */
  const dropAll = async (tries: Tries, names: readonly string[]): Promise<void> => {
    const known = await insist(tries, () => register.generations(names))
    const shown = await insist(tries, () => publications.of(names))
    await transact(client, tries, async session => {
      await progresses.remove(names, session)
      await publications.forget(session, names)
      for (const [name, generation] of known) await register.leave(session, name, generation)
    })
    for (const name of shown) await insist(tries, () => publications.follow(name))
    for (const [name, generation] of known) await insist(tries, () => register.drop(name, generation))
  }

  const answersOf = (session: ClientSession, at: ReadonlyMap<string, number>): LaterAnswers => {
    const searched = (collection: string): Searched => ({
      physical: register.physical(collection, at.get(collection) ?? 1),
      shape: shapeOf(collection),
      session,
    })
    return {
      progress: view => progresses.of(view, session),
      views: prefix => progresses.behind(prefix, session),
      servings: prefix => servings.read(prefix, session),
      load: (collection, keys) => load(searched(collection), keys),
      find: (collection, find) => search(searched(collection), find),
      count: (collection, where) => count(searched(collection), where),
      some: (collection, asked) => some(searched(collection), asked),
      group: (collection, grouping) => group(searched(collection), grouping),
    }
  }

  return {
    namespace,

    ensure: collections =>
      run(async tries => {
        ready.check(collections)
        const make = async () => {
          for (const { publication } of collections) if (publication) await publications.check(publication.name)
          await Promise.all(
            collections.map(async ({ name, indexes, schema }) => {
              const generation = await register.generation(name)
              const validator = validate && schema ? { $jsonSchema: validatorOf(schema) } : {}
              await register.make(register.physical(name, generation), indexes.map(indexOf), validator)
              generations.set(name, generation)
            }),
          )
          // what a crash left between a commit and what follows it
          for (const { publication } of collections) if (publication) await publications.follow(publication.name)
          await register.sweep()
        }
        if (!readOnly) await insist(tries, make)
        for (const { name, schema, publication } of collections) {
          shapes.set(name, Shape.of(schema))
          if (publication) published.set(name, { ...publication, fields: [...publication.fields] })
        }
        ready.add(collections)
      }),

    commit: given =>
      write(async tries => {
        let operations = operationsOf(prepareWrites(given, ready), shapeOf)
        // what was given may change once this has returned
        const commit: Commit = { ...structuredClone({ ...given, writes: [] }), writes: [] }
        const first = commit.views.filter(({ expected }) => expected === 0)
        await insist(tries, async () => {
          // so that within the transaction a first commit is a condition like any other
          for (const { view } of first) await progresses.begin(view)
        })
        for (;;) {
          try {
            await commitOnce(tries, commit, operations)
            return
          } catch (error) {
            if (error instanceof KeyTaken) operations = operations.map(withoutInserts)
            else if (error instanceof GenerationLeft) await insist(tries, () => learn(generations.keys()))
            else throw error
          }
        }
      }),

    query: queries =>
      run(async tries => {
        const answers = prepareLaterAnswers(queries)
        const names = queries.flatMap(query => {
          const [kind, name] =
            'load' in query
              ? ['load', query.load]
              : 'find' in query
                ? ['find', query.find]
                : 'count' in query
                  ? ['count', query.count]
                  : 'some' in query
                    ? ['some', query.some]
                    : 'group' in query
                      ? ['group', query.group]
                      : []
          if (kind === undefined || name === undefined) return []
          ready.require(name, kind)
          return [name]
        })
        return insist(tries, async () => {
          const session = client.startSession({ snapshot: true })
          try {
            // the first question sets the moment, and so is asked alone
            const at = await register.generations(names, session)
            return await answers(answersOf(session, at))
          } finally {
            await session.endSession()
          }
        })
      }),

    serve: ({ process, name, views }) =>
      write(async tries => {
        const serving = { process, name, views: [...views] }
        await insist(tries, () => servings.write(serving))
      }),

    drop: collections =>
      write(async tries => {
        checkNames(collections)
        await dropAll(tries, [...collections])
      }),

    close: () => (closing ??= Promise.allSettled([...running]).then(() => release())),
  }
}

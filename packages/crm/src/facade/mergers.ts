// `crm.contacts.merge` and `unmerge`, and those of leads: who survives is found out, the process is waited for.
import {
  choosableContactFields,
  choosableLeadFields,
  contact,
  contactRank,
  lead,
  leadRank,
  rejectionOf,
  type AnyAggregate,
  type CommandMessage,
  type ContactMergeInput,
  type ContactState,
  type Dated,
  type Fold,
  type LeadMergeInput,
  type LeadState,
  type Merging,
} from '@eventcrm/domain'
import { streamName, type EventStore, type Position } from '@eventcrm/event-store'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { checked } from '../commands/checked.ts'
import type { CommandHandler } from '../commands/command-handler.ts'
import type { CommandOptions } from '../commands/command-options.ts'
import { expecting } from '../commands/faults.ts'
import { CommandRejected } from '../errors.ts'
import type { Processes } from '../processes/processes.ts'

/** What is to be merged. */
export interface MergeGiven<Field extends string> {
  /** Two or more, in any order; one that is part of another by now stands for that one. */
  readonly ids: readonly string[]
  /** Which of them stands for the others; the first by rank when left out. */
  readonly survivorId?: string | undefined
  /** Whose value counts of a field, where it is not the first that there is in the order of ranks. */
  readonly chosen?: { readonly [F in Field]?: string | undefined } | undefined
  /** An id for the merger; a new one when left out. */
  readonly mergeId?: string | undefined
}

/** A merger that holds. */
export interface Merged {
  readonly mergeId: string
  readonly survivorId: string
  /** Those that are part of it, by rank. */
  readonly loserIds: readonly string[]
  /** Position of the event that states it, null where it was so before. `crm.projected` waits for it. */
  readonly position: Position | null
}

/** What is to be parted again. */
export interface UnmergeGiven {
  /** The survivor, or one that is part of it. */
  readonly id: string
  /** Which merger: needed of a survivor of several; of one that is part of another it is that one when left out. */
  readonly mergeId?: string | undefined
}
/** What was parted again. */
export type Unmerged = Merged

type FieldIn<Input> = Input extends {
  readonly chosen?: readonly { readonly field: infer F extends string }[] | undefined
}
  ? F
  : never
export type ContactMergeField = FieldIn<ContactMergeInput>
export type LeadMergeField = FieldIn<LeadMergeInput>

export interface Mergers<Field extends string> {
  merge(given: MergeGiven<Field>, options?: CommandOptions): Promise<Merged>
  unmerge(given: UnmergeGiven, options?: CommandOptions): Promise<Unmerged>
}

interface Mergeable extends Dated {
  readonly status: string
  readonly merging: Pick<Merging, 'into' | 'requested' | 'standing'>
}
/** Contacts or leads, as far as merging them goes. */
interface Kind<S extends Mergeable, Field extends string> {
  readonly aggregate: AnyAggregate
  readonly fold: Fold<S>
  readonly rankOf: (state: S) => number
  readonly merge: (
    survivorId: string,
    rest: { mergeId: string; loserIds: readonly string[]; chosen: readonly { field: Field; fromId: string }[] },
  ) => CommandMessage
  readonly unmerge: (survivorId: string, mergeId: string) => CommandMessage
}

interface Surroundings {
  readonly handler: Pick<CommandHandler, 'state'>
  readonly events: EventStore
  readonly processes: Pick<Processes, 'carryOut'>
}

const uuid = z.uuid().toLowerCase()
const mergeGiven = (fields: readonly string[]) =>
  z.strictObject({
    ids: z.array(uuid).min(2).max(21),
    survivorId: uuid.optional(),
    mergeId: uuid.optional(),
    chosen: z.partialRecord(z.enum(fields), uuid).optional(),
  })
const unmergeGiven = z.strictObject({ id: uuid, mergeId: uuid.optional() })

const mergersOf = <S extends Mergeable, Field extends string>(
  { handler, events, processes }: Surroundings,
  kind: Kind<S, Field>,
  fields: readonly Field[],
): Mergers<Field> => {
  const { aggregate, fold } = kind
  const isField = (name: string): name is Field => fields.some(field => field === name)
  const { category } = aggregate
  const reject = (code: string, details: Readonly<Record<string, unknown>>) =>
    new CommandRejected(rejectionOf(aggregate, code, details))
  const given = mergeGiven(fields)

  /** What stands for it now. */
  const standing = async (id: string): Promise<{ readonly id: string; readonly state: S }> => {
    const state = await handler.state(fold, id)
    if (state.openedOn === null) throw reject(aggregate.unknown ?? '', { field: 'ids', id })
    return state.merging.into ? standing(state.merging.into.survivorId) : { id, state }
  }
  /** Day and place in the log of its first event. */
  const ageOf = async (id: string, { openedOn }: S): Promise<string> => {
    const stream = streamName(events.namespace, category, id)
    for await (const { position } of events.readStream(stream, { limit: 1 })) return `${String(openedOn)} ${position}`
    return ''
  }

  return {
    async merge(asked, options) {
      const {
        ids,
        survivorId,
        mergeId = randomUUID(),
        chosen = {},
      } = checked(`${category}.merge`, value => given.safeParse(value, expecting), asked)
      const found = new Map<string, { readonly state: S; readonly rank: string }>()
      const standsFor = new Map<string, string>()
      for (const one of [...ids, ...(survivorId === undefined ? [] : [survivorId])]) {
        const { id, state } = await standing(one)
        standsFor.set(one, id)
        if (!found.has(id)) found.set(id, { state, rank: `${String(kind.rankOf(state))} ${await ageOf(id, state)}` })
      }
      const ranked = [...found].sort(([, a], [, b]) => (a.rank < b.rank ? -1 : 1)).map(([id]) => id)
      const survivor = (survivorId === undefined ? undefined : standsFor.get(survivorId)) ?? ranked[0] ?? ''
      const loserIds = ranked.filter(id => id !== survivor)
      const pending = found.get(survivor)?.state.merging.requested
      if (loserIds.length === 0 && !pending) {
        const last = found.get(survivor)?.state.merging.standing.at(-1)
        return {
          mergeId: last?.mergeId ?? mergeId,
          survivorId: survivor,
          loserIds: last?.loserIds ?? [],
          position: null,
        }
      }
      const wanted = Object.entries(chosen).flatMap(([field, from]) =>
        isField(field) && typeof from === 'string' ? [{ field, fromId: standsFor.get(from) ?? from }] : [],
      )
      // one that was cut off is carried out to its end
      const isPending = pending && (loserIds.length === 0 || pending.mergeId === mergeId)
      const asking = isPending ? { ...pending, chosen: [] } : { mergeId, loserIds, chosen: wanted }
      const outcome = await processes.carryOut(kind.merge(survivor, asking), options)
      return {
        mergeId: asking.mergeId,
        survivorId: survivor,
        loserIds: asking.loserIds,
        position: outcome?.position ?? null,
      }
    },
    async unmerge(asked, options) {
      const { id, mergeId: wanted } = checked(
        `${category}.unmerge`,
        value => unmergeGiven.safeParse(value, expecting),
        asked,
      )
      const state = await handler.state(fold, id)
      if (state.openedOn === null) throw reject(aggregate.unknown ?? '', { field: 'id', id })
      const { into } = state.merging
      const survivorId = into && (wanted === undefined || wanted === into.mergeId) ? into.survivorId : id
      const { merging } = survivorId === id ? state : await handler.state(fold, survivorId)
      if (wanted === undefined && survivorId === id && merging.standing.length > 1)
        throw reject('MERGERS_SEVERAL', {
          ...{ field: 'mergeId', id },
          known: merging.standing.map(({ mergeId, loserIds }) => ({ mergeId, loserIds })),
        })
      const mergeId = wanted ?? (survivorId === id ? merging.standing[0]?.mergeId : into?.mergeId)
      if (mergeId === undefined) throw reject('MERGE_UNKNOWN', { field: 'mergeId', id })
      const loserIds = merging.standing.find(one => one.mergeId === mergeId)?.loserIds ?? []
      const outcome = await processes.carryOut(kind.unmerge(survivorId, mergeId), options)
      return { mergeId, survivorId, loserIds, position: outcome?.position ?? null }
    },
  }
}
export const contactMergers = (surroundings: Surroundings): Mergers<ContactMergeField> =>
  mergersOf<ContactState, ContactMergeField>(
    surroundings,
    {
      aggregate: contact,
      fold: contact.state,
      rankOf: contactRank,
      merge: (contactId, rest) => contact.merge({ contactId, ...rest }),
      unmerge: (contactId, mergeId) => contact.unmerge({ contactId, mergeId }),
    },
    choosableContactFields,
  )

export const leadMergers = (surroundings: Surroundings): Mergers<LeadMergeField> =>
  mergersOf<LeadState, LeadMergeField>(
    surroundings,
    {
      aggregate: lead,
      fold: lead.state,
      rankOf: leadRank,
      merge: (leadId, rest) => lead.merge({ leadId, ...rest }),
      unmerge: (leadId, mergeId) => lead.unmerge({ leadId, mergeId }),
    },
    choosableLeadFields,
  )

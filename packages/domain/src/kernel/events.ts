import type { z } from 'zod'
import { personalFields, type PersonalField } from './personal.ts'

/** An event as decided, not yet written. `events.Name({ … })` makes one whose data fits its schema; the codec checks it again. */
export interface NewEvent<Type extends string = string> {
  readonly type: Type
  readonly data: object
}

/** A version of an event's schema, with the places of its personal values. */
export interface EventVersion {
  readonly schema: z.ZodType
  readonly personal: readonly PersonalField[]
}

/** A version that was released and has been replaced, with the step to the next one. */
export interface OlderVersion<Next = unknown> {
  readonly schema: z.ZodType
  readonly upcast: (data: unknown) => Next
}

/** Any event type of the catalogue, for the code that handles them all. */
export interface AnyEvent extends EventVersion {
  readonly type: string
  /** The current version's number; the first release of an event is 1. */
  readonly version: number
  /** Released versions that came before, oldest first. */
  readonly older: readonly (OlderVersion & EventVersion)[]
}

/** An event type of the catalogue. Called with data, it makes an event. */
export interface EventDefinition<Type extends string, Data> extends AnyEvent {
  (data: Data): NewEvent<Type>
  readonly schema: z.ZodType<Data>
}

/** A version that was released and is replaced: its schema, and the step to the next one. */
export const olderVersion = <Old, Next>(schema: z.ZodType<Old>, upcast: (data: Old) => Next): OlderVersion<Next> => ({
  schema,
  upcast: data => upcast(schema.parse(data)),
})

/** The data of an event type. */
export type DataOf<Definition> = Definition extends EventDefinition<string, infer Data> ? Data : never

type Schemas = Readonly<Record<string, z.ZodObject>>
export type Events<S extends Schemas> = {
  readonly [Type in keyof S]: EventDefinition<Type & string, z.output<S[Type]>>
}

/**
 * The events of an aggregate, by name. A schema's description is the catalogue's.
 * @param older versions once released, oldest first; the last one's step ends at the current schema
 */
export const defineEvents = <S extends Schemas>(
  schemas: S,
  older: { readonly [Type in keyof S]?: readonly [...OlderVersion[], OlderVersion<z.output<S[Type]>>] } = {},
): Events<S> => {
  const define = ([type, schema]: [string, z.ZodObject]) => {
    const replaced: readonly OlderVersion[] = older[type] ?? []
    const definition: AnyEvent = {
      type,
      schema,
      version: replaced.length + 1,
      older: replaced.map(version => ({ ...version, personal: personalFields(type, version.schema) })),
      personal: personalFields(type, schema),
    }
    return [type, Object.assign((data: object): NewEvent => ({ type, data }), definition)]
  }
  return Object.fromEntries(Object.entries(schemas).map(define)) as Events<S>
}

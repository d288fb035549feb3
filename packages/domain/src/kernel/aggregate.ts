import {
  rejectionIn,
  type AnyCommandDefinition,
  type CommandDefinition,
  type CommandMessage,
  type InputOf,
  type Rejection,
  type Rejections,
} from './command.ts'
import type { Dated } from './dated.ts'
import type { Context } from './reference.ts'
import type { AnyEvents, StateDefinition } from './state.ts'
import type { Wording, Words } from './words.ts'

/** Rejections that the kernel itself gives, whatever the aggregate. */
export const kernelRejections = {
  DATED_TOO_EARLY: {
    en: 'It is dated before something that it builds on',
    vi: 'Ngày này sớm hơn một việc mà nó dựa vào',
  },
  DATED_IN_FUTURE: {
    en: 'Nothing can have happened in the future',
    vi: 'Ngày này ở tương lai',
  },
  TOO_MANY_PARTS: {
    en: 'There are as many of these as there may be, counted with those removed',
    vi: 'Đã có đủ số lượng tối đa, kể cả những mục đã bỏ',
  },
  MERGER_UNDER_WAY: {
    en: 'It is being merged with others, or parted from them: try again when that is done',
    vi: 'Đang được gộp hoặc tách: hãy thử lại khi việc đó xong',
  },
  TOO_MANY_FACTS: {
    en: 'As much has happened to it as there is room for',
    vi: 'Đã ghi đủ số sự kiện tối đa cho đối tượng này',
  },
} as const satisfies Readonly<Record<string, Words>>
export type KernelRejectionCode = keyof typeof kernelRejections

/** One of them; in words of its own where those for its code in general are not enough. */
export const kernelRejection = (
  code: KernelRejectionCode,
  details: Rejection['details'],
  words: Words = kernelRejections[code],
): Rejection => rejectionIn(code, words, details)

/** What an aggregate is made of. */
export interface AggregateDefinition<Category extends string, Id extends string, E, S, Code extends string, Inputs> {
  /** First part of its streams' names, and what command messages name it by. */
  readonly category: Category
  /** The field of every command that names the stream. */
  readonly idField: Id
  readonly events: E
  readonly state: StateDefinition<S, E, Id, Category>
  /** Code to words. */
  readonly rejections: Readonly<Record<Code, Wording>>
  /** The rejection of a command that needs a stream and finds none; undefined when none of its commands does. */
  readonly unknown: Code | undefined
  readonly commands: { readonly [Name in keyof Inputs]: AnyCommandDefinition }
}

/** One maker of messages per command. */
export type CommandMakers<Category extends string, Inputs> = {
  readonly [Name in keyof Inputs]: (
    input: Inputs[Name],
    at?: string,
  ) => CommandMessage<Category, Name & string, Inputs[Name]>
}

/** An aggregate: its events, its state, its rejections, its commands, and a maker of messages for each of them. */
export type Aggregate<
  Category extends string,
  Id extends string,
  E,
  S,
  Code extends string,
  Inputs,
> = AggregateDefinition<Category, Id, E, S, Code, Inputs> &
  CommandMakers<Category, Inputs> & {
    /** Never there: it carries the type of the inputs to where they are asked for. */
    readonly inputs?: Inputs
  }

/** Any aggregate, for the code that runs them all. */
export type AnyAggregate = AggregateDefinition<
  string,
  string,
  AnyEvents,
  Dated,
  string,
  Readonly<Record<string, unknown>>
>

/** What a caller gives for each command of an aggregate, by the command's name. */
export type InputsOf<A> = A extends { readonly inputs?: infer Inputs } ? NonNullable<Inputs> : never

/** The codes that commands of an aggregate are rejected with, the kernel's among them. */
export type RejectionCode<A> =
  | (A extends { readonly rejections: Readonly<Record<infer Code, Wording>> } ? Code & string : never)
  | KernelRejectionCode

type AnyCommandsOf<S, Type extends string, Code extends string> = Readonly<
  Record<
    string,
    CommandDefinition<unknown, Readonly<Record<string, unknown>>, S, Context, Type> & {
      readonly rejects: readonly Code[]
    }
  >
>

/**
 * An aggregate: facade, handler, catalogue and generators derive from it.
 * @throws TypeError when a command has the name of something that every aggregate has, since its maker would stand in that one's place
 */
export const defineAggregate = <
  Category extends string,
  Id extends string,
  E,
  S extends Dated,
  Code extends string,
  Commands extends AnyCommandsOf<NoInfer<S>, keyof NoInfer<E> & string, NoInfer<Code>>,
>(definition: {
  readonly state: StateDefinition<S, E, Id, Category>
  readonly rejections: Rejections<Code>
  /** The rejection of a command that needs a stream and finds none. Left out only where every command creates. */
  readonly unknown?: NoInfer<Code>
  readonly commands: Commands
}): Aggregate<Category, Id, E, S, Code, { readonly [Name in keyof Commands]: InputOf<Commands[Name]> }> => {
  const { state, rejections, unknown, commands } = definition
  const { category, idField, events } = state
  const makers = Object.keys(commands).map(name => [
    name,
    (input: unknown, at?: string): CommandMessage => ({
      aggregate: category,
      name,
      input,
      ...(at === undefined ? {} : { at }),
    }),
  ])
  const itself = {
    category,
    idField,
    events,
    state,
    rejections: rejections.wordings,
    unknown,
    commands: commands as Readonly<Record<keyof Commands, AnyCommandDefinition>>,
  }
  const taken = Object.keys(commands).find(name => name === 'inputs' || Object.hasOwn(itself, name))
  if (taken !== undefined)
    throw new TypeError(
      `${category}: no command can be called '${taken}', since every aggregate has a field of that name`,
    )
  return {
    ...(Object.fromEntries(makers) as CommandMakers<
      Category,
      { readonly [Name in keyof Commands]: InputOf<Commands[Name]> }
    >),
    ...itself,
  }
}

/** The codes that one command may be rejected with, but for the kernel's. */
export const codesOf = (
  { unknown }: Pick<AnyAggregate, 'unknown'>,
  { creates, rejects }: Pick<AnyCommandDefinition, 'creates' | 'rejects'>,
): readonly string[] => (creates || unknown === undefined ? rejects : [unknown, ...rejects])

/** A rejection that one of an aggregate's codes stands for. */
export const rejectionOf = (
  { rejections }: Pick<AnyAggregate, 'rejections'>,
  code: string,
  details: Rejection['details'],
): Rejection => rejectionIn(code, rejections[code] ?? code, details)

import type { z } from 'zod'
import type { Claim, FutureClaim } from './claim.ts'
import type { Dated, Day, FieldName } from './dated.ts'
import type { NewEvent } from './events.ts'
import type { Gapless, Numbered } from './numbered.ts'
import type { Context, StatesIn } from './reference.ts'
import type { StateDefinition } from './state.ts'
import { wordsOf, type Wording, type Words } from './words.ts'

/** The domain's "no". */
export interface Rejection<Code extends string = string> {
  /** Stable: callers may depend on it. */
  readonly code: Code
  /** In English, for developers and logs; free of personal data. */
  readonly message: string
  /** The same for people, in each language. */
  readonly words: Words
  /** Ids and facts of the case. `field` names the command's field at fault, where there is one. */
  readonly details: Readonly<Record<string, unknown>>
}

/** The events, none when nothing would change, or a rejection. */
export type Decision<Type extends string = string> = readonly NewEvent<Type>[] | Rejection

/** Whether a decision is the domain's "no". */
export const isRejection = (decision: object): decision is Rejection => 'code' in decision

/** A rejection in words of its own: those that stand for its code in general are not enough. */
export const rejectionIn = <Code extends string>(
  code: Code,
  wording: Wording,
  details: Rejection['details'],
): Rejection<Code> => {
  const words = wordsOf(wording)
  return { code, message: words.en, words, details }
}

/** An aggregate's rejections, code to words. Called with a code, it makes one. */
export interface Rejections<Code extends string> {
  (code: Code, details?: Rejection['details']): Rejection<Code>
  readonly wordings: Readonly<Record<Code, Wording>>
}
export const defineRejections = <Code extends string>(wordings: Readonly<Record<Code, Wording>>): Rejections<Code> =>
  Object.assign(
    (code: Code, details: Rejection['details'] = {}): Rejection<Code> => rejectionIn(code, wordings[code], details),
    { wordings },
  )

/**
 * Where a command is carried out that is sent to a stream which was merged into another: on the survivor, which remembers whom it
 * named; on the survivor as if it had been named itself, so that it stays there when the merger is undone; or on the stream named.
 */
export type WhenMerged = 'survivor' | 'survivorAlone' | 'itself'

/** What a command does: a key of an aggregate's `commands`. */
export interface CommandDefinition<Input, Output, S, C, Type extends string> {
  readonly describe: string
  readonly schema: z.ZodType<Output, Input>
  /** The aggregate's codes that it may be rejected with. */
  readonly rejects: readonly string[]
  /** It may begin a stream. Any other is rejected where there is none, before its `decide` is asked. */
  readonly creates: boolean
  readonly whenMerged: WhenMerged
  dependsOn(command: Output, state: S, context: StatesIn<C>): readonly string[]
  context(command: Output, state: S, day: Day): C
  claims(command: Output, state: S, day: Day): readonly Claim[]
  needsFree(command: Output, state: S, context: StatesIn<C>): readonly FutureClaim[]
  readonly numbered?: Numbered<Output>
  readonly gapless?: Gapless<Output, S>
  decide(command: Output, state: S, context: StatesIn<C>, day: Day): Decision<Type>
}

/** Any command's definition, for the code that runs them all. Methods compare loosely, so every definition is one. */
export type AnyCommandDefinition = CommandDefinition<unknown, Readonly<Record<string, unknown>>, Dated, Context, string>

/**
 * A command as plain data: what a caller sends, a test decides and a process keeps. Made by the aggregate,
 * `opportunity.changeStage({ … })`; category and name are stable.
 */
export interface CommandMessage<Category extends string = string, Name extends string = string, Input = unknown> {
  /** The category of the aggregate's streams. */
  readonly aggregate: Category
  /** The command's name among the aggregate's. */
  readonly name: Name
  readonly input: Input
  /** Dates this command alone: an instant with its offset, or a day, which means its start. */
  readonly at?: string
}

/** A value with nothing in it to be changed. */
export type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T

/** What a caller gives for a command. */
export type InputOf<C> =
  C extends CommandDefinition<infer Input, infer _Output, infer _S, infer _C extends Context, string>
    ? Frozen<Input>
    : never

/** Why an aggregate takes none of its commands as it now stands: it was voided, or is being converted. */
export interface Closed<S, Code extends string> {
  readonly rejects: readonly Code[]
  /** Called before `decide`, of a stream that has begun. */
  why(state: S, id: string): Rejection<Code> | undefined
}

/**
 * The `command` of an aggregate's commands file, typed by its state and events.
 * @param closed where there are states in which none of the commands made so is allowed
 */
export const commandOf =
  <S extends Dated, E, Id extends string, Category extends string, const Closing extends string = never>(
    { idField }: StateDefinition<S, E, Id, Category>,
    closed?: Closed<S, Closing>,
  ) =>
  <
    Input,
    Output extends Readonly<Record<Id, string>>,
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a command that looks at nothing else has no names there
    C extends Context = {},
    const Code extends string = never,
    Form extends Dated = Dated,
  >(definition: {
    /** What it does, for the catalogue and for hovers. */
    readonly describe: string
    /** What a caller sends: ids and values, each field described. */
    readonly schema: z.ZodType<Output, Input>
    /** The aggregate's codes that it may be rejected with, besides the one of a stream that is not there: for docs and hovers; tests hold it to them. */
    readonly rejects?: readonly Code[]
    /** It may begin a stream. Any other is rejected as unknown where there is none. */
    readonly creates?: boolean
    readonly whenMerged?: WhenMerged
    /**
     * Fields of the state that the decision depends on without setting them: it may not be dated before their last setting.
     * What only an open opportunity allows depends on its status, so that nothing is dated inside a loss that was later undone;
     * and closing it depends on what only an open one allows, so that nothing of that ends up inside the closed time.
     * A function where only some of the decisions depend on a field.
     */
    readonly dependsOn?:
      readonly FieldName<S>[] | ((command: Output, state: S, context: StatesIn<C>) => readonly FieldName<S>[])
    /** The other streams that `decide` looks at. Called before every decision, so again after a conflict. */
    readonly context?: (command: Output, state: S, day: Day) => C
    /** Keys that must be unique in the company. Called once the command would be accepted, before its events are written. */
    readonly claims?: (command: Output, state: S, day: Day) => readonly Claim[]
    /** Keys that a process will claim because of it, refused now where they are known to be taken. Called once it would be accepted, with the state behind it. */
    readonly needsFree?: (command: Output, state: S, context: StatesIn<C>) => readonly FutureClaim[]
    /** What it may leave out, for command handling to make of the next number of a series. */
    readonly numbered?: Numbered<Output, Form, NoInfer<Code>>
    /** The same of a series without gaps. */
    readonly gapless?: Gapless<Output, S, NoInfer<Code>>
    /**
     * Pure and sync: events, none when nothing would change, or a rejection. May be called several times for one command.
     * The states in `context` are as of the end of `day`.
     */
    readonly decide: (command: Output, state: S, context: StatesIn<C>, day: Day) => Decision<keyof E & string>
  }): CommandDefinition<Input, Output, S, NoInfer<C>, keyof E & string> & {
    readonly rejects: readonly (NoInfer<Code> | Closing)[]
  } => {
    const { dependsOn = [], rejects = [] } = definition
    return {
      creates: false,
      whenMerged: definition.creates ? 'itself' : 'survivor',
      context: () => ({}) as C,
      claims: () => [],
      needsFree: () => [],
      ...definition,
      rejects: closed ? [...rejects, ...closed.rejects] : rejects,
      dependsOn: typeof dependsOn === 'function' ? dependsOn : () => dependsOn,
      decide: (command, state, context, day) =>
        (state.openedOn === null ? undefined : closed?.why(state, command[idField])) ??
        definition.decide(command, state, context, day),
    }
  }

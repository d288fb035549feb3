import type { z } from 'zod'
import type { Claim } from './claim.ts'
import type { Dated, Day, FieldName } from './dated.ts'
import type { NewEvent } from './events.ts'
import type { StateDefinition, StateOf } from './state.ts'

/** The domain's "no". */
export interface Rejection<Code extends string = string> {
  /** Stable: callers may depend on it. */
  readonly code: Code
  /** In English, for developers and logs; free of personal data. */
  readonly message: string
  /** Ids and facts of the case. `field` names the command's field at fault, where there is one. */
  readonly details: Readonly<Record<string, unknown>>
}

/** The events, none when nothing would change, or a rejection. */
export type Decision<Type extends string = string> = readonly NewEvent<Type>[] | Rejection

export const isRejection = (decision: object): decision is Rejection => 'code' in decision

/** An aggregate's rejections, code to message. Called with a code, it makes one. */
export interface Rejections<Code extends string> {
  (code: Code, details?: Rejection['details']): Rejection<Code>
  readonly messages: Readonly<Record<Code, string>>
}
export const defineRejections = <Code extends string>(messages: Readonly<Record<Code, string>>): Rejections<Code> =>
  Object.assign(
    (code: Code, details: Rejection['details'] = {}): Rejection<Code> => ({ code, message: messages[code], details }),
    { messages },
  )

/** The states of other streams that a decision looks at, by the name it knows them by. */
export type Context = Readonly<Record<string, StateOf<Dated>>>
export type StatesIn<C> = { readonly [Name in keyof C]: C[Name] extends StateOf<infer S> ? S : never }

export interface Command<Input, Output, S, C, Type extends string> {
  readonly describe: string
  readonly schema: z.ZodType<Output, Input>
  rests(command: Output, state: S, context: StatesIn<C>): readonly string[]
  context(command: Output, state: S): C
  claims(command: Output, state: S): readonly Claim[]
  decide(command: Output, state: S, context: StatesIn<C>, on: Day): Decision<Type>
}

/** Any command, for the code that runs them all. Methods compare loosely, so every command is one. */
export type AnyCommand = Command<unknown, Readonly<Record<string, unknown>>, Dated, Context, string>

/** What a caller sends for a command. */
export type InputOf<C> =
  C extends Command<infer Input, infer _Output, infer _S, infer _C extends Context, string> ? Input : never

/** The `command` of an aggregate's commands file, typed by its state and events. */
export const commandOf =
  <S extends Dated, Type extends string, Id extends string>(_: StateDefinition<S, Type, Id>) =>
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a command that looks at nothing else has no names there
  <Input, Output extends Readonly<Record<Id, string>>, C extends Context = {}>(definition: {
    /** What it does, for the catalogue. */
    readonly describe: string
    /** What a caller sends: ids and values, each field described. */
    readonly schema: z.ZodType<Output, Input>
    /**
     * Fields of the state that the decision depends on without setting them: it may not be dated before their last setting.
     * What only an open opportunity allows rests on its status, so that nothing is dated inside a loss that was later undone;
     * and closing it rests on what only an open one allows, so that nothing of that ends up inside the closed time.
     * A function where only some of the decisions depend on a field.
     */
    readonly rests?:
      readonly FieldName<S>[] | ((command: Output, state: S, context: StatesIn<C>) => readonly FieldName<S>[])
    /** The states of other streams that `decide` looks at. Called before every decision, so again after a conflict. */
    readonly context?: (command: Output, state: S) => C
    /** Keys that must be unique in the company. Called once the command would be accepted, before its events are written. */
    readonly claims?: (command: Output, state: S) => readonly Claim[]
    /** Pure and sync: events, none when nothing would change, or a rejection. May be called several times for one command. */
    readonly decide: (command: Output, state: S, context: StatesIn<C>, on: Day) => Decision<Type>
  }): Command<Input, Output, S, NoInfer<C>, Type> => {
    const { rests = [] } = definition
    return {
      context: () => ({}) as C,
      claims: () => [],
      ...definition,
      rests: typeof rests === 'function' ? rests : () => rests,
    }
  }

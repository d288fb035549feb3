import type { Dated } from './dated.ts'
import type { Reference } from './reference.ts'
import type { Fact } from './state.ts'

/** The stream that keeps a series. Its state has the last `number`, each of its events says all of that state, and `take` takes one. */
export type SeriesReference = Reference<Dated & { readonly number: number; readonly ownerId: string | null }> & {
  readonly id: string
}

/**
 * How command handling completes a command that leaves out what can be made of the next number of a series. It asks for one only when
 * the decision is that the command would otherwise be accepted, and passes over numbers of which the command's claims are taken.
 */
export interface Numbered<Output, Form extends Dated = Dated, Code extends string = string> {
  readonly series: SeriesReference
  /** The rejection of the command that leaves it out and would otherwise be accepted. */
  readonly without: Code
  /** The stream whose state says what is made of a number. */
  readonly form: Reference<Form>
  /** The command with what is made of that number. */
  with(command: Output, number: number, form: Form): Output
}

/** A number of a series without gaps, for something that asked for it by an event of its own stream. */
export interface GaplessNumber {
  readonly series: SeriesReference
  /** What `take` is told beside stream and number. An event of the series that says the same has given this one its number. */
  readonly taken: Readonly<Record<string, string | number>>
  /** Whether an event of the command's own stream is the request: no number was given before it. */
  isRequest(fact: Pick<Fact, 'type' | 'data'>): boolean
}

/**
 * The same for a series without gaps: what asks for a number can't be refused any more, so each number that is taken is used. Command handling
 * looks whether one was given already before it takes the next, and dates the command as the number is: as the request, or as the number
 * before where that is later. It takes no command that says a number itself.
 */
export interface Gapless<Output, S, Code extends string = string> {
  /** The rejection of the command that leaves it out and would otherwise be accepted. */
  readonly without: Code
  /** The command's field for the number. */
  readonly field: string
  of(command: Output, state: S): GaplessNumber
  /** The command with that number. */
  with(command: Output, number: number): Output
}

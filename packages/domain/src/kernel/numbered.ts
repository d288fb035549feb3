import type { Dated } from './dated.ts'
import type { Reference } from './reference.ts'

/**
 * How command handling completes a command that leaves out what can be made of the next number of a series. It asks for one only when
 * the decision is that the command would otherwise be accepted, and passes over numbers of which the command's claims are taken.
 */
export interface Numbered<Output, Form extends Dated = Dated, Code extends string = string> {
  /** The stream that keeps the series. Its state has the last `number`, each of its events says all of that state, and `take` takes one. */
  readonly series: Reference<Dated & { readonly number: number; readonly ownerId: string | null }> & {
    readonly id: string
  }
  /** The rejection of the command that leaves it out and would otherwise be accepted. */
  readonly without: Code
  /** The stream whose state says what is made of a number. */
  readonly form: Reference<Form>
  /** The command with what is made of that number. */
  with(command: Output, number: number, form: Form): Output
}

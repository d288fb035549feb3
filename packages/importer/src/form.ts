import {
  theCompany,
  type CommandMessage,
  type CommandOptions,
  type Crm,
  type Day,
  type Outcome,
  type PaymentMethods,
  type Rejection,
  type Words,
} from '@eventcrm/crm'
import type { Fields, ReferenceKind, Values } from './field.ts'
import type { LineField } from './lines.ts'
import type { Said } from './outcome.ts'
import type { EntryNames } from './entry-names.ts'
import type { PipelineNames } from './pipeline-names.ts'
import type { Reference } from './references.ts'
import type { HistoryPlace } from './timeline.ts'

/** By what somebody is reached: a phone number in E.164, or an e-mail address in lower case. */
export interface Channel {
  readonly by: 'phone' | 'email'
  readonly value: string
  /** The field that says it. */
  readonly field: string
  /** Of a person of the organisation that the row is about: who; null of what the row is about. */
  readonly person: string | null
}

/** What a row can become. */
export const kinds = [
  'product',
  'staffMember',
  'pipeline',
  'contact',
  'lead',
  'opportunity',
  'purchase',
  'invoice',
  'payment',
] as const
export type Kind = (typeof kinds)[number]

/** What an import needs of a CRM; `createCrm` makes one, whatever aggregates of your own it has. */
export interface ImportTarget extends Pick<
  Crm,
  | 'state'
  | 'history'
  | 'idFor'
  | 'search'
  | 'contactsReachedBy'
  | 'holderOfCustomerCode'
  | 'duplicates'
  | 'catchUp'
  | 'calendar'
  | 'invoicesNumbered'
> {
  send(messages: readonly CommandMessage[], options?: CommandOptions): Promise<readonly Outcome[]>
  readonly payments: Pick<PaymentMethods, 'allocate'>
}

/** The company's own fields of a row, by name. */
export type Custom = Readonly<Record<string, string | number | boolean>>

/** A field of the company's own, as remarks name it. */
export type OwnField = `custom.${string}`

/** One command of a row, and which field of the form each of the command's fields came from. */
export interface Step<Name extends string = string> {
  readonly command: CommandMessage
  /** The command's field, or `at`, to the form's; a field of the same name needs no mention. */
  readonly from: Readonly<Record<string, Name>>
  /** Waits for what a process makes of the command, once it was sent; throws what that refuses. */
  readonly settle?: (crm: ImportTarget, options: CommandOptions) => Promise<unknown>
}

export interface Plan<Name extends string = string> {
  /** Whether what the row becomes is not there yet. */
  readonly creates: boolean
  /** Sent together, so that either all of them happen or none. None when something required is missing. */
  readonly steps: readonly Step<Name>[]
  /** What cannot be done. With any, nothing is sent. */
  readonly faults: readonly Said<Name>[]
  /** What was done otherwise than one might think. */
  readonly notices: readonly Said<Name>[]
  /** Whether it adds to its thing what no row before said, so that the key of one before is no surprise. */
  readonly isFurther: boolean
  /** How far in the thing's history the row has come, if it changes nothing; null where it says no day. */
  readonly place: HistoryPlace | null
}

/** A day behind all others: as of it, what holds now. */
const lastDay = '9998-12-31'
/** The company as commands of a day see it, today when left out: what a row leaves to the company must be what they take. */
export const companyAsOf = (crm: Pick<Crm, 'state'>, day: string = lastDay) =>
  crm.state('company', theCompany, { asOf: day })

/** A row as a form gets it. */
export interface FormRow<F extends Fields> {
  /** The id of what the row becomes. */
  readonly id: string
  /** What the row says of something new: gaps are filled as the mapping says. */
  readonly whenNew: Values<F>
  /** What it says of something that is there: an empty cell says nothing. */
  readonly whenThere: Values<F>
  /** The same of each row, where several are one thing; of one row that one. */
  readonly lines: readonly { readonly whenNew: Values<F>; readonly whenThere: Values<F> }[]
  readonly custom: {
    readonly whenNew: Custom
    /** Null takes away what is there. */
    readonly whenThere: Readonly<Record<string, Custom[string] | null>>
  }
  /** Whether there is a key by which the row is known; without one, what is there under its id says all that the row does. */
  readonly isKeyed: boolean
  /** Whether rows of the file say on which day something changed, so that several can be the history of one thing. */
  readonly isHistory: boolean
  /** How far the rows before that are about the same have come; null where none says a day. */
  readonly before: HistoryPlace | null
  /** Where an import of this row was stopped before all of it was in: the day of what is missing. */
  readonly brokenOffOn: Day | undefined
  /** Whether nothing of that was said in this import before: above in the file, or in a column before. */
  readonly isFirst: (about: string, column: number) => boolean
  readonly crm: ImportTarget
  /** What the words for entries of catalogues mean. */
  readonly entries: EntryNames
  /** What the names of stages and lost reasons mean. */
  readonly names: PipelineNames
  /** What the name of a thing, or its key, means. */
  readonly find: (kind: ReferenceKind, name: string) => Promise<Reference>
}

/** What a kind of row can say, and what is to be done about it. */
export interface Form<F extends Fields = Fields> {
  readonly kind: Kind
  /** What a row becomes, in words. */
  readonly describe: string
  readonly fields: F
  /** Whether rows can have fields of the company's own. */
  readonly custom: boolean
  /**
   * Fields of which each row of a key has its own: rows of one key, which stand one below the other, are one thing together. Null where each row is by
   * itself.
   */
  readonly lines: readonly string[] | null
  /** Rows make things that later rows refer to, so they are taken one after the other. */
  readonly oneByOne: boolean
  /** What the first row to name it makes, where it is not there: its kind, and a key of it as a row names it. */
  readonly makes: {
    readonly kind: ReferenceKind
    readonly keyOf: (values: Values<F>) => string | null
  } | null
  /** Keys of what a row writes beside its own thing: rows that share one are carried out in the order of the file. */
  readonly alsoWrites: ((values: Values<F>) => readonly string[]) | null
  /** How whoever a row is about can be reached: to tell whether another has the same. */
  readonly channels: ((values: Values<F>, country: string | null) => readonly Channel[]) | null
  /** The ids that what a row is about has in a reference field; asked when the name in its cell could mean several things. */
  has(crm: ImportTarget, id: string, field: string): Promise<readonly string[]>
  /** What to say of a rejection instead of its own words; undefined for those. */
  readonly explain:
    ((crm: ImportTarget, rejection: Pick<Rejection, 'code' | 'details'>) => Promise<Words | undefined>) | null
  /** May be called again when something changed in between. */
  plan(row: FormRow<F>): Promise<Plan<LineField<(keyof F & string) | OwnField>>>
}

type Optional = 'custom' | 'lines' | 'oneByOne' | 'makes' | 'alsoWrites' | 'channels' | 'has' | 'explain'
export const defineForm = <F extends Fields>(
  form: Omit<Form<F>, Optional> & Partial<Pick<Form<F>, Optional>>,
): Form<F> => ({
  custom: false,
  lines: null,
  oneByOne: false,
  makes: null,
  alsoWrites: null,
  channels: null,
  has: () => Promise.resolve([]),
  explain: null,
  ...form,
})

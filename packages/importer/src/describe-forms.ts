import { kinds, type Form, type Kind } from './form.ts'
import { forms } from './forms/index.ts'

export interface FieldDescription {
  readonly name: string
  readonly describe: string
  /** What is taken, in words. */
  readonly takes: string
  /** Whether something new can't do without it. */
  readonly required: boolean
  /** Whether what is there can be taken away, by the mapping's word for none. */
  readonly canBeWithout: boolean
}

export interface FormDescription {
  readonly kind: Kind
  /** What a row becomes. */
  readonly describe: string
  readonly fields: readonly FieldDescription[]
  /** Whether rows can have fields of the company's own. */
  readonly custom: boolean
}

/** What rows can become, and what each kind of row can say: for docs and for screens. */
export const describeForms = (): readonly FormDescription[] =>
  kinds.map(kind => {
    const form: Form = forms[kind]
    return {
      kind,
      describe: form.describe,
      fields: Object.entries(form.fields).map(([name, { describe, takes, required, canBeWithout = false }]) => ({
        name,
        describe,
        takes,
        required: required !== null,
        canBeWithout,
      })),
      custom: form.custom,
    }
  })

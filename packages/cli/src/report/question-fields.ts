// The fields of a report's question, as its schema says them: options of the command line and columns of CSV are made from these.
import type { AnyReport } from '@eventcrm/projection'
import { z } from 'zod'

export interface QuestionField {
  readonly name: string
  readonly describe: string
  /** What it holds: a day, a whole number, any other, one of some words, the id of a thing of a kind ('staff member'), or text. */
  readonly holds: 'day' | 'number' | 'decimal' | 'choice' | 'id' | 'text'
  readonly kind: string | null
  /** Whose entry it is, of a text. */
  readonly catalogue: string | null
  readonly choices: readonly string[]
  /** Null asks for what has none. */
  readonly nullable: boolean
  readonly default: string | null
  /** Whether no question is asked without it. */
  readonly needed: boolean
}

const single = z.object({
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  kind: z.string().optional(),
  catalogue: z.string().optional(),
})
const property = single.extend({
  description: z.string().default(''),
  default: z.union([z.string(), z.number()]).optional(),
  anyOf: z.array(single).optional(),
})
const questionSchema = z.object({
  properties: z.record(z.string(), property),
  required: z.array(z.string()).default([]),
})

const holdsOf = ({ type, format, enum: choices, kind }: z.output<typeof single>): QuestionField['holds'] => {
  if (choices) return 'choice'
  if (kind !== undefined) return 'id'
  if (format === 'date') return 'day'
  return type === 'integer' ? 'number' : type === 'number' ? 'decimal' : 'text'
}

/** The fields of a report's question, in their order. */
export const questionFields = ({ question }: Pick<AnyReport, 'question'>): readonly QuestionField[] => {
  const { properties, required } = questionSchema.parse(z.toJSONSchema(question, { io: 'input' }))
  return Object.entries(properties).map(([name, field]) => {
    const one = field.anyOf?.find(({ type }) => type !== 'null') ?? field
    return {
      name,
      describe: field.description,
      holds: holdsOf(one),
      kind: one.kind ?? null,
      catalogue: one.catalogue ?? null,
      choices: one.enum ?? [],
      nullable: field.anyOf?.some(({ type }) => type === 'null') ?? false,
      default: field.default === undefined ? null : String(field.default),
      needed: required.includes(name),
    }
  })
}

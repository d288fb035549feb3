import { custom, expectedInWords, wordsOf } from '@eventcrm/crm'
import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { indexOfLetter } from './column-letters.ts'
import { MappingInvalid, type MappingFault } from './errors.ts'
import { kinds, type Kind } from './form.ts'
import { forms } from './forms/index.ts'
import { mappingSchema, severalIn, type CellSource, type Mapping } from './mapping.ts'
import { didYouMean, named } from './nearest.ts'
import { columnsOf, constantOf } from './read-row.ts'
import { foldedText } from './reading/index.ts'
import type { Field } from './field.ts'

/**
 * A mapping, checked, with everything that was left out filled in.
 * @param input what stands in a mapping file, as JSON gives it
 * @throws MappingInvalid naming every place at fault and what was expected there
 * @example parseMapping({ becomes: 'product', key: ['code'], fields: { code: 'code', name: 'name' } })
 */
export const parseMapping = (input: unknown, source?: string): Mapping => {
  const result = mappingSchema.safeParse(input, { error: expectedInWords })
  if (!result.success)
    throw new MappingInvalid(
      [...result.error.issues.flatMap(issue => faultsOf(issue, input)), ...required(input)],
      source,
    )
  const mapping: Mapping = result.data
  const faults = [
    ...required(input),
    ...keyNeeded(mapping),
    ...constants(mapping),
    ...cells(mapping),
    ...ownFields(mapping),
    ...range(mapping),
    ...words(mapping),
    ...letters(mapping),
  ]
  if (faults.length > 0) throw new MappingInvalid(faults, source)
  return mapping
}

/** The mapping in a file. */
export const readMapping = async (file: string): Promise<Mapping> => {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const isFolder = error instanceof Error && 'code' in error && error.code === 'EISDIR'
    const message = isFolder
      ? 'it is a folder: expected a JSON file'
      : 'there is no such file, or it may not be read: expected a JSON file'
    throw new MappingInvalid([{ path: '', message }], file)
  }
  let input: unknown
  try {
    input = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    // what stands there is left out of it
    const said = error instanceof Error ? error.message : ''
    const where = /\(line \d+ column \d+\)/.exec(said)?.[0] ?? /^Unexpected (?:end|token '.')/u.exec(said)?.[0]
    throw new MappingInvalid([{ path: '', message: `expected JSON${where === undefined ? '' : `: ${where}`}` }], file)
  }
  return parseMapping(input, file)
}

const at = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? Object.entries(value).find(([name]) => name === String(key))?.[1]
        : undefined,
    input,
  )

const kindOf = (input: unknown): Kind | undefined => {
  const becomes = at(input, ['becomes'])
  return kinds.find(kind => kind === becomes)
}

const sourceShape = 'a column, { "column": … }, { "columns": [ … ] } or { "value": … }'
const settings = [
  'becomes',
  'key',
  'heading',
  'sheet',
  'encoding',
  'rows',
  'delimiter',
  'guarded',
  'dateFormat',
  'numbers',
  'country',
  'emptyWords',
  'new',
  'none',
  'fields',
  'custom',
]
const sourceSettings = [
  'column',
  ...severalIn,
  'join',
  'values',
  'whenEmpty',
  'whenInvalid',
  'dateFormat',
  'numbers',
  'separator',
  'country',
  'scale',
  'round',
  'unit',
  'value',
]

const faultsOf = (issue: z.core.$ZodIssue, input: unknown): MappingFault[] => {
  const path = issue.path.map(key => named(String(key))).join('.')
  const below = (key: string) => (path === '' ? named(key) : `${path}.${named(key)}`)
  if (issue.code === 'unrecognized_keys') {
    const kind = kindOf(input)
    return issue.keys.map(key => {
      if (path === 'fields' && kind)
        return {
          path: below(key),
          message: `a ${kind} has no such field${didYouMean(key, Object.keys(forms[kind].fields))}`,
        }
      return {
        path: below(key),
        message: `there is no such setting here${didYouMean(key, path === '' ? settings : sourceSettings)}`,
      }
    })
  }
  if (issue.code === 'invalid_union') {
    if (path === 'becomes') return [{ path, message: `expected what a row becomes: ${kinds.join(', ')}` }]
    // Of several shapes, the one that was meant is wrong further down only.
    const meant = issue.errors.find(errors => errors.length > 0 && errors.every(inner => inner.path.length > 0))
    if (meant) return meant.flatMap(inner => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }, input))
    const missing = at(input, issue.path) === undefined
    const field = path.startsWith('fields.') || path.startsWith('custom.')
    const message = field
      ? `${missing ? 'required: ' : ''}expected where it comes from: ${sourceShape}`
      : 'expected another value'
    return [{ path, message }]
  }
  if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? 'expected another name' }]
  return [{ path, message: issue.message }]
}

/** Fields that something new can't do without, and the mapping doesn't name. */
const required = (input: unknown): readonly MappingFault[] => {
  const kind = kindOf(input)
  const sources = at(input, ['fields'])
  if (!kind || typeof sources !== 'object' || sources === null || at(input, ['new']) === 'reject') return []
  return Object.entries<Field>(forms[kind].fields).flatMap(([name, field]) =>
    field.required && !Object.hasOwn(sources, name)
      ? [
          {
            path: `fields.${name}`,
            message: `required: expected where it comes from: ${sourceShape}; or \`new\`: "reject", to change only what is there`,
          },
        ]
      : [],
  )
}

const keyNeeded = ({ new: whenNew, key }: Mapping): readonly MappingFault[] =>
  whenNew === 'reject' && !key
    ? [
        {
          path: 'key',
          message: 'required: expected the columns by which what is there is known, since `new` is "reject"',
        },
      ]
    : []

/** Values that the mapping itself gives are checked before any row. */
const constants = ({ becomes, fields: sources }: Mapping): readonly MappingFault[] =>
  Object.entries(sources).flatMap(([name, source]) => {
    const field = Object.entries<Field>(forms[becomes].fields).find(([known]) => known === name)?.[1]
    if (!field || !source) return []
    const [setting, value] = 'value' in source ? ['value', source.value] : ['whenEmpty', source.whenEmpty]
    if (value === undefined || (setting === 'whenEmpty' && value === 'report')) return []
    const given = constantOf(field, value)
    const path = `fields.${name}.${setting}`
    if ('expected' in given) return [{ path, message: wordsOf(given.expected).en }]
    if (!('value' in given)) return []
    const result = field.schema.safeParse(given.value, { error: expectedInWords })
    return result.success
      ? []
      : [
          {
            path,
            message: result.error.issues[0]?.message ?? `expected ${field.takes}`,
          },
        ]
  })

/** Settings that say nothing of a field of its kind. */
const unfit = (source: CellSource, { reads: { as }, required }: Field): readonly (readonly [string, string])[] => [
  ...(required && source.whenInvalid === 'leaveEmpty'
    ? [['whenInvalid', 'expected "reject": nothing new can be without this field'] as const]
    : []),
  ...(as === 'day' ? [] : (['earliest', 'latest'] as const))
    .filter(name => source[name] !== undefined)
    .map(name => [name, 'goes with days only'] as const),
  ...(source.scale !== undefined && as !== 'amount' ? [['scale', 'goes with amounts only'] as const] : []),
  ...(source.round && as !== 'amount' && as !== 'share'
    ? [['round', 'goes with amounts and shares only'] as const]
    : []),
  ...(source.unit !== undefined && as !== 'share' ? [['unit', 'goes with shares only'] as const] : []),
  ...(source.country !== undefined && as !== 'phone' ? [['country', 'goes with phone numbers only'] as const] : []),
]

/** Words that are the same but for case and blanks, and are to mean different things. */
const contradicting = (values: Readonly<Record<string, string>>): readonly string[] => {
  const meanings = new Map<string, string>()
  return Object.entries(values).flatMap(([word, meaning]) => {
    const folded = foldedText(word)
    const before = meanings.get(folded)
    meanings.set(folded, meaning)
    return before === undefined || before === meaning ? [] : [word]
  })
}

const cells = ({ becomes, fields: sources }: Mapping): readonly MappingFault[] =>
  Object.entries(sources).flatMap(([name, source]) => {
    const field = Object.entries<Field>(forms[becomes].fields).find(([known]) => known === name)?.[1]
    if (!field || !source || 'value' in source) return []
    return [
      ...unfit(source, field).map(([setting, message]) => ({ path: `fields.${name}.${setting}`, message })),
      ...contradicting(source.values).map(word => ({
        path: `fields.${name}.values.${named(word)}`,
        message: 'expected one meaning: the same word stands there twice, case and blanks aside',
      })),
    ]
  })

const range = ({ heading, rows }: Mapping): readonly MappingFault[] =>
  heading !== null && rows?.to !== undefined && rows.to <= heading
    ? [{ path: 'rows.to', message: `expected a row below the headings, which stand in row ${String(heading)}` }]
    : []

const words = ({ none, emptyWords }: Mapping): readonly MappingFault[] =>
  none !== undefined && emptyWords.map(foldedText).includes(foldedText(none))
    ? [{ path: 'none', message: 'expected a word that is none of `emptyWords`, which leave what is there' }]
    : []
/** Without headings there are only letters to go by. */
const letters = ({ heading, key = [], fields, custom: own = {} }: Mapping): readonly MappingFault[] => {
  if (heading !== null) return []
  const named = [
    ...key.map(({ column }, index) => [`key.${String(index)}`, column] as const),
    ...Object.entries({ fields, custom: own }).flatMap(([group, sources]) =>
      Object.entries(sources).flatMap(([name, source]) =>
        columnsOf(source).map(column => [`${group}.${name}`, column] as const),
      ),
    ),
  ]
  return named.flatMap(([path, column]) =>
    indexOfLetter(column) === undefined
      ? [
          {
            path,
            message: 'expected the letter of a column, like A or AB: `heading` is null, so there are no headings',
          },
        ]
      : [],
  )
}

const ownFields = ({ custom: own = {} }: Mapping): readonly MappingFault[] =>
  Object.keys(own).flatMap(name =>
    custom.safeParse({ [name]: 'any' }).success
      ? []
      : [{ path: `custom.${named(name)}`, message: 'expected a name like favouriteColour' }],
  )

import { custom, expectedInWords, wordsOf, wordsOfIssue, type Words } from '@eventcrm/crm'
import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { indexOfLetter } from './column-letters.ts'
import { MappingInvalid, mappingFault, type MappingFault } from './errors.ts'
import { kinds, type Form, type Kind } from './form.ts'
import { forms } from './forms/index.ts'
import { mappingSchema, severalIn, type CellSource, type Mapping } from './mapping.ts'
import { didYouMean, named } from './nearest.ts'
import { constantOf } from './given.ts'
import { columnsOf } from './read-row.ts'
import { foldedText } from './reading/index.ts'
import type { Field } from './field.ts'
import { withArticle } from './with-article.ts'

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

const folder: Words = { en: 'it is a folder: expected a JSON file', vi: 'là thư mục: cần một tệp JSON' }
const noFile: Words = {
  en: 'there is no such file, or it may not be read: expected a JSON file',
  vi: 'không có tệp này, hoặc không được phép đọc: cần một tệp JSON',
}

/** The mapping in a file. */
export const readMapping = async (file: string): Promise<Mapping> => {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const isFolder = error instanceof Error && 'code' in error && error.code === 'EISDIR'
    throw new MappingInvalid([mappingFault('', isFolder ? folder : noFile)], file)
  }
  let input: unknown
  try {
    input = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    // what stands there is left out of it
    const said = error instanceof Error ? error.message : ''
    const where = /\(line \d+ column \d+\)/.exec(said)?.[0] ?? /^Unexpected (?:end|token '.')/u.exec(said)?.[0]
    const at = where === undefined ? '' : `: ${where}`
    throw new MappingInvalid([mappingFault('', { en: `expected JSON${at}`, vi: `cần JSON hợp lệ${at}` })], file)
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

const whereFrom: Words = {
  en: 'expected where it comes from: a column, { "column": … }, { "columns": [ … ] } or { "value": … }',
  vi: 'cần ghi giá trị lấy từ đâu: một cột, { "column": … }, { "columns": [ … ] } hoặc { "value": … }',
}
const requiredIs = ({ en, vi }: Words): Words => ({ en: `required: ${en}`, vi: `bắt buộc: ${vi}` })
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
  'unknown',
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
      if (path === 'fields' && kind) {
        const meant = didYouMean(key, Object.keys(forms[kind].fields))
        const words = {
          en: `${withArticle(kind)} has no such field${meant.en}`,
          vi: `${kind} không có trường này${meant.vi}`,
        }
        return mappingFault(below(key), words)
      }
      const meant = didYouMean(key, path === '' ? settings : sourceSettings)
      const words = { en: `there is no such setting here${meant.en}`, vi: `không có thiết lập này ở đây${meant.vi}` }
      return mappingFault(below(key), words)
    })
  }
  if (issue.code === 'invalid_union') {
    if (path === 'becomes') {
      const all = kinds.join(', ')
      const words = { en: `expected what a row becomes: ${all}`, vi: `cần ghi mỗi dòng trở thành gì: ${all}` }
      return [mappingFault(path, words)]
    }
    // Of several shapes, the one that was meant is wrong further down only.
    const meant = issue.errors.find(errors => errors.length > 0 && errors.every(inner => inner.path.length > 0))
    if (meant) return meant.flatMap(inner => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }, input))
    const missing = at(input, issue.path) === undefined
    const field = path.startsWith('fields.') || path.startsWith('custom.')
    return [mappingFault(path, field ? (missing ? requiredIs(whereFrom) : whereFrom) : wordsOfIssue(issue))]
  }
  const [inner] = issue.code === 'invalid_key' ? issue.issues : []
  return [mappingFault(path, wordsOfIssue(inner ?? issue))]
}

const requiredOrReject: Words = {
  en: `${requiredIs(whereFrom).en}; or \`new\`: "reject", to change only what is there`,
  vi: `${requiredIs(whereFrom).vi}; hoặc \`new\`: "reject", để chỉ thay đổi những gì đã có`,
}

/** Fields that something new can't do without, and the mapping doesn't name. */
const required = (input: unknown): readonly MappingFault[] => {
  const kind = kindOf(input)
  const sources = at(input, ['fields'])
  if (!kind || typeof sources !== 'object' || sources === null || at(input, ['new']) === 'reject') return []
  return Object.entries<Field>(forms[kind].fields).flatMap(([name, field]) =>
    field.required && !Object.hasOwn(sources, name) ? [mappingFault(`fields.${name}`, requiredOrReject)] : [],
  )
}

const keyNeeded = ({ becomes, new: whenNew, key }: Mapping): readonly MappingFault[] => {
  if (key) return []
  const { lines }: Form = forms[becomes]
  if (lines)
    return [
      mappingFault('key', {
        en: 'required: expected the columns, like the number, that tell which rows are one thing together',
        vi: 'bắt buộc: cần các cột, như số hóa đơn, cho biết những dòng nào cùng thuộc một đối tượng',
      }),
    ]
  return whenNew === 'reject'
    ? [
        mappingFault('key', {
          en: 'required: expected the columns by which what is there is known, since `new` is "reject"',
          vi: 'bắt buộc: cần các cột để nhận ra những gì đã có, vì `new` là "reject"',
        }),
      ]
    : []
}

/** Values that the mapping itself gives are checked before any row. */
const constants = ({ becomes, fields: sources }: Mapping): readonly MappingFault[] =>
  Object.entries(sources).flatMap(([name, source]) => {
    const field = Object.entries<Field>(forms[becomes].fields).find(([known]) => known === name)?.[1]
    if (!field || !source) return []
    const [setting, value] = 'value' in source ? ['value', source.value] : ['whenEmpty', source.whenEmpty]
    if (value === undefined || (setting === 'whenEmpty' && value === 'report')) return []
    const given = constantOf(field, value)
    const path = `fields.${name}.${setting}`
    if ('expected' in given) return [mappingFault(path, wordsOf(given.expected))]
    if (!('value' in given)) return []
    const result = field.schema.safeParse(given.value, { error: expectedInWords })
    const [issue] = result.error?.issues ?? []
    return issue ? [mappingFault(path, wordsOfIssue(issue))] : []
  })

/** Settings that say nothing of a field of its kind. */
const unfit = (source: CellSource, { reads: { as }, required }: Field): readonly (readonly [string, Words])[] => [
  ...(required && source.whenInvalid === 'leaveEmpty'
    ? [
        [
          'whenInvalid',
          {
            en: 'expected "reject": nothing new can be without this field',
            vi: 'cần "reject": mục mới không thể thiếu trường này',
          },
        ] as const,
      ]
    : []),
  ...(as === 'day' ? [] : (['earliest', 'latest'] as const))
    .filter(name => source[name] !== undefined)
    .map(name => [name, { en: 'goes with days only', vi: 'chỉ dùng cho ngày' }] as const),
  ...(source.scale !== undefined && as !== 'amount'
    ? [['scale', { en: 'goes with amounts only', vi: 'chỉ dùng cho số tiền' }] as const]
    : []),
  ...(source.round && as !== 'amount' && as !== 'share'
    ? [['round', { en: 'goes with amounts and shares only', vi: 'chỉ dùng cho số tiền và tỷ lệ' }] as const]
    : []),
  ...(source.unit !== undefined && as !== 'share'
    ? [['unit', { en: 'goes with shares only', vi: 'chỉ dùng cho tỷ lệ' }] as const]
    : []),
  ...(source.unknown !== undefined && as !== 'entry'
    ? [['unknown', { en: 'goes with values of catalogues only', vi: 'chỉ dùng cho giá trị của danh mục' }] as const]
    : []),
  ...(source.country !== undefined && as !== 'phone'
    ? [['country', { en: 'goes with phone numbers only', vi: 'chỉ dùng cho số điện thoại' }] as const]
    : []),
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
      ...unfit(source, field).map(([setting, words]) => mappingFault(`fields.${name}.${setting}`, words)),
      ...contradicting(source.values).map(word =>
        mappingFault(`fields.${name}.values.${named(word)}`, {
          en: 'expected one meaning: the same word stands there twice, case and blanks aside',
          vi: 'cần một nghĩa: từ này có hai lần, không kể chữ hoa chữ thường và khoảng trắng',
        }),
      ),
    ]
  })

const range = ({ heading, rows }: Mapping): readonly MappingFault[] =>
  heading !== null && rows?.to !== undefined && rows.to <= heading
    ? [
        mappingFault('rows.to', {
          en: `expected a row below the headings, which stand in row ${String(heading)}`,
          vi: `cần một dòng bên dưới tiêu đề cột, tiêu đề ở dòng ${String(heading)}`,
        }),
      ]
    : []

const words = ({ none, emptyWords }: Mapping): readonly MappingFault[] =>
  none !== undefined && emptyWords.map(foldedText).includes(foldedText(none))
    ? [
        mappingFault('none', {
          en: 'expected a word that is none of `emptyWords`, which leave what is there',
          vi: 'cần một từ không thuộc `emptyWords`, là những từ giữ nguyên giá trị đã có',
        }),
      ]
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
          mappingFault(path, {
            en: 'expected the letter of a column, like A or AB: `heading` is null, so there are no headings',
            vi: 'cần chữ cái của cột, như A hoặc AB: `heading` là null, nên không có tiêu đề cột',
          }),
        ]
      : [],
  )
}

const ownFields = ({ custom: own = {} }: Mapping): readonly MappingFault[] =>
  Object.keys(own).flatMap(name =>
    custom.safeParse({ [name]: 'any' }).success
      ? []
      : [
          mappingFault(`custom.${named(name)}`, {
            en: 'expected a name like favouriteColour',
            vi: 'cần một tên như favouriteColour',
          }),
        ],
  )

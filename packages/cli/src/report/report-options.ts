// The options of `eventcrm report <name>`, from the report's question.
import type { Crm } from '@eventcrm/crm'
import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { directoryEntry, type DirectoryKind } from '@eventcrm/read-model-directory'
import type { AnyReport, AnyView } from '@eventcrm/projection'
import { usageFault } from '../fault.ts'
import { resolveName, viewsNaming } from '../resolve-name.ts'
import { day } from '../commands/options.ts'
import { questionFields, type QuestionField } from './question-fields.ts'

export const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, capital => `-${capital.toLowerCase()}`)
/** How a field is written on the command line. */
const optionOf = (field: string): string => `--${kebab(field)}`

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

const kinds = new Set<string>(directoryEntry.options.map(option => option.shape.kind.value))
const isDirectoryKind = (kind: string): kind is DirectoryKind => kinds.has(kind)
/** The directory's kind for an id's: 'staff member' is 'staffMember'. */
export const directoryKindOf = (kind: string | null | undefined): DirectoryKind | undefined => {
  const camel = kind?.replaceAll(/ ([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return camel !== undefined && isDirectoryKind(camel) ? camel : undefined
}

const number = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected a whole number.')
}

const decimal = (text: string): number => {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected a number like 37.5.')
}

const argumentOf = (field: QuestionField): string => {
  switch (field.holds) {
    case 'day':
      return 'day'
    case 'number':
      return 'count'
    case 'decimal':
      return 'number'
    case 'id':
      return directoryKindOf(field.kind) ? 'name' : 'id'
    case 'choice':
    case 'text':
      return field.name
  }
}

const optionsOf = (field: QuestionField, { asked }: AnyReport): readonly Option[] => {
  const { name, describe, holds, choices, nullable } = field
  const kind = directoryKindOf(field.kind)
  const byName =
    kind === undefined ? '' : `: name, words of a name, ${kind === 'contact' ? 'customer code, ' : ''}or id`
  const byDefault = field.default === null ? '' : ` (default: ${field.default})`
  const option = new Option(`${optionOf(name)} <${argumentOf(field)}>`, lowerFirst(describe) + byName + byDefault)
  if (holds === 'day') option.argParser(day)
  if (holds === 'number') option.argParser(number)
  if (holds === 'decimal') option.argParser(decimal)
  if (holds === 'choice') option.choices(choices)
  if (!nullable) return [option]
  const { title, none } = asked[name] ?? {}
  return [
    option,
    new Option(`--no-${kebab(name)}`, none ? `only with ${none.en}` : `only without ${title?.en ?? name}`),
  ]
}

/** The options of a report. */
export const reportOptions = (report: AnyReport): readonly Option[] =>
  questionFields(report).flatMap(field => optionsOf(field, report))

/** The views in which what options name is looked up. */
export const viewsNamed = (report: AnyReport, options: Readonly<Record<string, unknown>>): readonly AnyView[] =>
  questionFields(report).flatMap(field => {
    const kind = directoryKindOf(field.kind)
    return kind && typeof options[field.name] === 'string' ? viewsNaming(kind) : []
  })

/** Whether options name entries of catalogues. */
export const namesEntries = (report: AnyReport, options: Readonly<Record<string, unknown>>): boolean =>
  questionFields(report).some(({ catalogue, name }) => catalogue !== null && typeof options[name] === 'string')

/** Whose name stands in examples. */
export const exampleName = 'Đại Phát'

const neededFault = ({ name, kind }: QuestionField, { asked }: AnyReport) => {
  const option = optionOf(name)
  const title = asked[name]?.title ?? { en: name, vi: name }
  const example = `${option} "${exampleName}"`
  const code = kind === 'contact' ? { en: 'customer code, ', vi: 'mã khách hàng, ' } : { en: '', vi: '' }
  return usageFault(
    {
      en: `${option}: a ${title.en} is needed: name, words of a name, ${code.en}or id`,
      vi: `${option}: cần cho biết ${title.vi}: tên, một phần của tên, ${code.vi}hoặc mã định danh`,
    },
    { en: `for example: ${example}`, vi: `ví dụ: ${example}` },
  )
}

/** The question that options ask: names become ids, and `--no-…` null. @throws Fault naming the option of what is needed and missing */
export const questionFrom = async (
  crm: Crm,
  report: AnyReport,
  options: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> => {
  const question: Record<string, unknown> = {}
  for (const field of questionFields(report)) {
    const given = options[field.name]
    const kind = directoryKindOf(field.kind)
    if (given === undefined && field.needed && kind) throw neededFault(field, report)
    if (given === undefined) continue
    question[field.name] =
      given === false
        ? null
        : kind && typeof given === 'string'
          ? await resolveName(crm, kind, given, optionOf(field.name))
          : given
  }
  return question
}

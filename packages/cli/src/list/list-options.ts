// The options of `eventcrm list <name>`, from the list's fields.
import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import type { Crm } from '@eventcrm/crm'
import { theCompany } from '@eventcrm/domain'
import type { AnyList, AnyView, ListField } from '@eventcrm/projection'
import { day } from '../commands/options.ts'
import { directoryKindOf, kebab } from '../report/report-options.ts'
import { usageFault } from '../fault.ts'
import { idIfTitled } from '../history/titles.ts'
import { quoted } from '../quoted.ts'
import { isUuid, resolveName, viewsNaming } from '../resolve-name.ts'

/** 'registeredOn' is asked for as --registered-from. */
export const optionName = (name: string): string => kebab(name.replace(/On$/, ''))
const camel = (name: string): string => name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

const whole = (text: string): number => {
  if (/^-?\d{1,15}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected a whole number.')
}

const rangeOptions = (option: string, argument: string, called: string, read: (text: string) => unknown) =>
  [
    new Option(`--${option}-from <${argument}>`, `only where ‘${called}’ is this or later`),
    new Option(`--${option}-to <${argument}>`, `only where ‘${called}’ is this or earlier`),
  ].map(one => one.argParser(read))

const optionsOf = (name: string, field: ListField): readonly Option[] => {
  const option = optionName(name)
  const called = field.title.en
  switch (field.kind) {
    case 'text':
      return [
        field.words === undefined
          ? new Option(`--${option} <beginning>`, `only where ‘${called}’ begins so`)
          : new Option(`--${option} <words>`, `only where each word begins some word of ‘${called}’`),
      ]
    case 'choice': {
      const is =
        field.words === undefined
          ? new Option(`--${option} <${option}>`, `only where ‘${called}’ is this`)
          : new Option(`--${option} <words>`, `only where each word begins some word of ‘${called}’`)
      return field.choices
        ? [is.choices(Object.keys(field.choices))]
        : [is, new Option(`--no-${option}`, `only where there is no ‘${called}’`)]
    }
    case 'flag':
    case 'past':
      return [
        new Option(`--${option}`, `only where ‘${called}’ is so`),
        new Option(`--no-${option}`, `only where ‘${called}’ is not so`),
      ]
    case 'number':
      return rangeOptions(option, 'number', called, whole)
    case 'day':
      return rangeOptions(option, 'day', called, day)
    case 'id':
      return [
        new Option(
          `--${option} <name>`,
          `only where ‘${called}’ is this: ${field.idOf === 'opportunity' ? 'title, beginning of a title' : 'name, words of a name'}, or id`,
        ),
        new Option(`--no-${option}`, `only where there is no ‘${called}’`),
      ]
    case 'tags':
      return [new Option(`--${option} <text>`, `only where ‘${called}’ has this`)]
    case 'neglect':
      return [
        new Option(
          `--${option} <days>`,
          'only what nobody has, or what nothing has happened to for so many days',
        ).argParser(whole),
      ]
    case 'money':
      return [
        new Option(`--min-${option} <amount>`, `only where ‘${called}’ is so much or more, in --currency`),
        new Option(`--max-${option} <amount>`, `only where ‘${called}’ is so much or less, in --currency`),
      ]
  }
}

/** Whether it is asked for on the command line: an amount only where a field of the list says in which currency. */
const hasOption = ({ kind, currencyPath }: ListField, fields: AnyList['fields']): boolean =>
  kind !== 'money' || fields['currency']?.path === currencyPath

/** The options of a list's filters. */
export const listOptions = ({ fields }: AnyList): readonly Option[] =>
  Object.entries(fields).flatMap(([name, field]) => (hasOption(field, fields) ? optionsOf(name, field) : []))

/** Whether it is asked for by the title of an opportunity. */
const isTitle = ({ idOf }: ListField, given: unknown): boolean =>
  idOf === 'opportunity' && typeof given === 'string' && !isUuid(given)

/** The views in which what the options name is looked up. */
export const viewsNamed = ({ fields }: AnyList, options: Readonly<Record<string, unknown>>): readonly AnyView[] =>
  Object.entries(fields).flatMap(([name, field]) => {
    const kind = directoryKindOf(field.idOf)
    return kind && typeof options[camel(optionName(name))] === 'string' ? viewsNaming(kind) : []
  })

/** Whether opportunities are looked up for what the options say. */
export const namesOpportunities = ({ fields }: AnyList, options: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(fields).some(([name, field]) => isTitle(field, options[camel(optionName(name))]))

const titledOpportunity = async (crm: Crm, title: string, option: string): Promise<string> => {
  const titled = await idIfTitled(crm, title, option)
  if (titled !== undefined) return titled
  throw usageFault({
    en: `${option}: no opportunity has a title that begins so: ${quoted(title)}`,
    vi: `${option}: không có cơ hội nào có tiêu đề bắt đầu như vậy: ${quoted(title)}`,
  })
}

const operandOf = async (
  crm: Crm,
  name: string,
  field: ListField,
  options: Readonly<Record<string, unknown>>,
): Promise<object | undefined> => {
  const key = camel(optionName(name))
  const given = options[key]
  const [from, to] = [options[`${key}From`], options[`${key}To`]]
  switch (field.kind) {
    case 'number':
    case 'day':
      return from === undefined && to === undefined
        ? undefined
        : { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
    case 'flag':
    case 'past':
      return given === undefined ? undefined : { is: given }
    case 'text':
      return given === undefined ? undefined : field.words === undefined ? { begins: given } : { contains: given }
    case 'choice':
      if (given === false) return { is: null }
      return given === undefined ? undefined : field.words === undefined ? { is: given } : { contains: given }
    case 'id': {
      if (given === false) return { is: null }
      const kind = directoryKindOf(field.idOf)
      if (typeof given !== 'string') return undefined
      if (kind) return { is: await resolveName(crm, kind, given, `--${optionName(name)}`) }
      return { is: isTitle(field, given) ? await titledOpportunity(crm, given, `--${optionName(name)}`) : given }
    }
    case 'tags':
      return given === undefined ? undefined : { contains: given }
    case 'neglect':
      return given === undefined ? undefined : { days: given }
    case 'money': {
      const [min, max] = [options[camel(`min-${optionName(name)}`)], options[camel(`max-${optionName(name)}`)]]
      if (min === undefined && max === undefined) return undefined
      const currency = options['currency'] ?? (await crm.state('company', theCompany)).currency
      return { currency, ...(min === undefined ? {} : { from: min }), ...(max === undefined ? {} : { to: max }) }
    }
  }
}

/** What the options say of the list's fields: names become ids. */
export const filterFrom = async (
  crm: Crm,
  { fields }: AnyList,
  options: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, object>>> => {
  const filter: Record<string, object> = {}
  for (const [name, field] of Object.entries(fields)) {
    const operand = await operandOf(crm, name, field, options)
    if (operand) filter[name] = operand
  }
  return filter
}

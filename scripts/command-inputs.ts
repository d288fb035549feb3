// The inputs of commands as named types with documentation, which zod's schemas can't give: editors show what a field is and in what
// unit, and the declarations of other packages name a type instead of spelling it out. The compiler checks them against the schemas.
import { codesOf, everyAggregate, type AnyAggregate } from '@eventcrm/domain'
import { format, resolveConfig } from 'prettier'
import { descriptionOf, jsonSchemaOf, optionsOf, type JsonSchema } from './field-table.ts'

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const kebab = (word: string) => word.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

const comment = (...lines: readonly string[]) => `/**\n${lines.map(line => ` * ${line}`.trimEnd()).join('\n')}\n */`

/** Bounds that the type does not say. */
const boundsOf = (schema: JsonSchema): string => {
  const [option = {}] = optionsOf(schema).filter(({ type }) => type !== 'null')
  const { minimum, maximum, maxLength, maxItems, format: form } = option
  if (form === 'uuid') return 'A UUID.'
  if (form === 'date') return "A day, 'YYYY-MM-DD'."
  if (maxLength !== undefined) return `At most ${String(maxLength)} characters.`
  if (maxItems !== undefined) return `At most ${String(maxItems)}.`
  if (minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER)
    return `${String(minimum)} to ${String(maximum)}.`
  return ''
}

/** One option in TypeScript. */
const option = (schema: JsonSchema): string => {
  const { properties, additionalProperties } = schema
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(' | ')
  if (schema.items) return `readonly (${typeScript(schema.items)})[]`
  if (properties) return properties['amount']?.kind === 'amount' ? 'MoneyInput' : `{ ${fieldsOf(schema)} }`
  if (typeof additionalProperties === 'object') return `Readonly<Record<string, ${typeScript(additionalProperties)}>>`
  if (schema.type === 'integer') return 'number'
  return typeof schema.type === 'string' ? schema.type : 'unknown'
}

const typeScript = (schema: JsonSchema): string => [...new Set(optionsOf(schema).map(option))].join(' | ')

const fieldsOf = ({ properties = {}, required = [] }: JsonSchema): string =>
  Object.entries(properties)
    .map(([key, field]) => {
      const must = required.includes(key)
      const type = typeScript(field)
      const described = descriptionOf(field)
      const bounds = boundsOf(field)
      const said = described.includes(bounds.replace('.', '')) ? `${described}.` : `${described}. ${bounds}`
      return `/** ${said} */\nreadonly ${key}${must ? '' : '?'}: ${type}${must ? '' : ' | undefined'}`
    })
    .join('\n')

const inputsOf = (aggregate: AnyAggregate): string => {
  const { category, commands } = aggregate
  const inputOf = (name: string) => `${capital(category)}${capital(name)}Input`
  const interfaces = Object.entries(commands).map(
    ([name, { describe, schema }]) =>
      `${comment(`${describe}.`)}\nexport interface ${inputOf(name)} {\n${fieldsOf(jsonSchemaOf(schema, 'input'))}\n}`,
  )
  const methods = Object.entries(commands).map(([name, command]) => {
    const codes = codesOf(aggregate, command).map(code => `\`${code}\``)
    const rejected = codes.length === 0 ? [] : ['', `Rejected with ${codes.join(', ')}.`]
    return `${comment(`${command.describe}.`, ...rejected)}\nreadonly ${name}: ${inputOf(name)}`
  })
  const body = [
    ...interfaces,
    `${comment(`What a caller gives for each command of \`${category}\`.`)}\nexport interface ${capital(category)}Inputs {\n${methods.join('\n')}\n}`,
  ].join('\n\n')
  const imports = body.includes('MoneyInput') ? "import type { MoneyInput } from '../kernel/money.ts'\n\n" : ''
  return `// Written by \`npm run docs\` from the schemas of the commands; a test keeps it true.\n${imports}${body}\n`
}

/** The files with the inputs of every aggregate's commands, each with its text. */
export const commandInputs = async (): Promise<readonly (readonly [string, string])[]> => {
  const style = await resolveConfig(new URL('../package.json', import.meta.url))
  return Promise.all(
    everyAggregate.map(async aggregate => {
      const file = `packages/domain/src/${kebab(aggregate.category)}/inputs.ts`
      return [file, await format(inputsOf(aggregate), { ...style, parser: 'typescript' })] as const
    }),
  )
}

// The catalogues of events, documents and import fields, from the schemas. `npm run docs` writes them; a test keeps them true.
import { describeForms } from '@eventcrm/importer'
import {
  aggregates,
  claimAggregates,
  isErased,
  kernelRejections,
  type AnyAggregate,
  type AnyEvent,
} from '@eventcrm/domain'
import { rollups, views } from '@eventcrm/crm'
import { z } from 'zod'

interface Field {
  readonly path: string
  readonly type: string
  readonly describe: string
}

const erasable = (schema: z.ZodUnion) =>
  schema.options.find(
    option => z.safeParse(option as z.ZodType, { erased: true }).success && isErased({ erased: true }),
  )

/** What a schema takes, in words, and the fields inside it. */
const describe = (schema: z.ZodType, path: string): { readonly type: string; readonly inside: readonly Field[] } => {
  if (schema instanceof z.ZodNullable) return withSuffix(describe(schema.unwrap() as z.ZodType, path), ' or null')
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional)
    return withSuffix(describe(schema.unwrap() as z.ZodType, path), ', may be absent')
  if (schema instanceof z.ZodDefault) return describe(schema.unwrap() as z.ZodType, path)
  if (schema instanceof z.ZodUnion) {
    const options = schema.options as readonly z.ZodType[]
    const erased = erasable(schema)
    const rest = options.filter(option => option !== erased)
    const described = rest.map(option => describe(option, path))
    return {
      type: [...new Set(described.map(({ type }) => type))].join(' or '),
      inside: described.flatMap(({ inside }) => inside),
    }
  }
  if (schema instanceof z.ZodObject)
    return {
      type: 'object',
      inside: Object.entries(schema.shape).flatMap(([key, field]) =>
        fieldsOf(field as z.ZodType, path === '' ? key : `${path}.${key}`),
      ),
    }
  if (schema instanceof z.ZodArray) {
    const element = describe(schema.element as z.ZodType, `${path}[]`)
    return { type: `list of ${element.type}`, inside: element.inside }
  }
  if (schema instanceof z.ZodRecord) {
    const value = describe(schema.valueType as z.ZodType, `${path}.*`)
    return { type: `${value.type} by key`, inside: value.inside }
  }
  if (schema instanceof z.ZodEnum)
    return { type: schema.options.map(option => `\`${String(option)}\``).join(', '), inside: [] }
  if (schema instanceof z.ZodLiteral)
    return { type: [...schema.values].map(value => `\`${String(value)}\``).join(', '), inside: [] }
  if (schema instanceof z.ZodNumber) return { type: schema.format === 'safeint' ? 'integer' : 'number', inside: [] }
  if (schema instanceof z.ZodPipe) return describe(schema.out as z.ZodType, path)
  if (schema instanceof z.ZodStringFormat)
    return {
      type: { uuid: 'UUID', date: 'day, YYYY-MM-DD', datetime: 'instant, UTC' }[schema._zod.def.format] ?? 'text',
      inside: [],
    }
  return { type: schema instanceof z.ZodString ? 'text' : schema.def.type, inside: [] }
}
const withSuffix = ({ type, inside }: ReturnType<typeof describe>, suffix: string) => ({ type: type + suffix, inside })

/** A description stands on the field, or inside what makes it optional. */
const descriptionOf = (schema: z.ZodType): string => {
  if (schema.description !== undefined) return schema.description
  if (
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodDefault
  )
    return descriptionOf(schema.unwrap() as z.ZodType)
  return ''
}
const fieldsOf = (schema: z.ZodType, path: string): Field[] => {
  const { type, inside } = describe(schema, path)
  return [{ path, type, describe: descriptionOf(schema) }, ...inside]
}

/** One row per path: the variants of a union often share fields. */
const merged = (fields: readonly Field[]): readonly Field[] => {
  const rows = new Map<string, Field>()
  for (const field of fields) {
    const was = rows.get(field.path)
    const types = new Set([...(was?.type.split(', ') ?? []), ...field.type.split(', ')])
    rows.set(field.path, {
      ...field,
      type: [...types].join(', '),
      describe: !was || was.describe === field.describe ? field.describe : `${was.describe}; ${field.describe}`,
    })
  }
  return [...rows.values()]
}

/** The fields of an object's schema, each with its description. Throws when one has none. */
export const fieldTable = (name: string, schema: z.ZodType, personal: readonly string[] = []): string[] => {
  const fields = merged(describe(schema, '').inside)
  if (fields.length === 0) return ['It has no fields.', '']
  const rows = fields.map(({ path, type, describe }) => {
    if (describe === '') throw new TypeError(`${name}: ${path} has no description`)
    const isPersonal = [path, `${path}.*`, `${path}[]`].some(place => personal.includes(place))
    return `| \`${path}\` | ${type}${isPersonal ? ' **personal**' : ''} | ${describe} |`
  })
  return ['| field | type | |', '| --- | --- | --- |', ...rows, '']
}

const personalPaths = (event: AnyEvent) =>
  event.personal.map(({ path }) =>
    path
      .join('.')
      .replaceAll(/\.\*(?=\.|$)/g, (_, at: number, whole: string) =>
        inArray(event, whole.slice(0, at)) ? '[]' : '.*',
      ),
  )
const inArray = (event: AnyEvent, path: string): boolean => {
  let schema: z.ZodType = event.schema
  for (const key of path.split('.')) {
    while (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) schema = schema.unwrap() as z.ZodType
    if (schema instanceof z.ZodObject) schema = schema.shape[key] as z.ZodType
  }
  return schema instanceof z.ZodArray
}

const aggregateSection = ({ state, commands, rejections }: AnyAggregate): string[] => [
  `## ${state.category}`,
  '',
  `Stream: \`<namespace>.${state.category}-<uuid>\`. Commands: ${Object.entries(commands)
    .map(([name]) => `\`${name}\``)
    .join(', ')}.`,
  '',
  ...Object.values(state.events).flatMap(event => [
    `### ${event.type}`,
    '',
    `${event.schema.description ?? ''}. Version ${String(event.version)}.`,
    '',
    ...fieldTable(event.type, event.schema, personalPaths(event)),
  ]),
  '### Rejections',
  '',
  '| code | |',
  '| --- | --- |',
  ...Object.entries(rejections).map(([code, message]) => `| \`${code}\` | ${message} |`),
  '',
]

/** docs/events.md */
export const eventCatalogue = (): string =>
  [
    '# Event catalogue',
    '',
    'Written by `npm run docs` from the schemas in `packages/domain`; a test keeps it true. A schema, once released, is frozen: a change is a new version.',
    '',
    'Every event also has the envelope: `id`, `type`, `schemaVersion`, `occurredAt`, `occurredOn` (the day in the company’s time zone), `recordedAt`, `commandId`,',
    '`$correlationId`, `$causationId`, `actor`, `source`, and `reason` (**personal**). A **personal** value is stored apart from `data`, under the person it is about:',
    '`data` has `{ "personal": "<personId>" }` in its place, and the value stands at `personal[personId][<JSON pointer>]`. Without the value there, the person was erased.',
    '',
    'Money is `{ amount, currency }` with the amount in minor units: 1 is one đồng, or one cent.',
    '',
    ...[
      ...Object.values(aggregates as Readonly<Record<string, AnyAggregate>>),
      ...Object.values(claimAggregates as Readonly<Record<string, AnyAggregate>>),
    ].flatMap(aggregateSection),
    '## Rejections that any command may get',
    '',
    '| code | |',
    '| --- | --- |',
    ...Object.entries(kernelRejections).map(([code, message]) => `| \`${code}\` | ${message} |`),
    '',
  ].join('\n')

const leftOutAtZero = (measures: z.ZodType): z.ZodType =>
  measures instanceof z.ZodObject ? measures.partial() : measures

/** docs/documents.md */
export const documentCatalogue = (): string =>
  [
    '# Document catalogue',
    '',
    'Written by `npm run docs` from the schemas in the read models; a test keeps it true. Documents can be thrown away and rebuilt: the log is the truth.',
    '',
    '# Views',
    '',
    ...views.flatMap(view => [
      `## ${view.collection}`,
      '',
      `${view.describe}. One document per key.`,
      '',
      ...(view.indexes.length > 0
        ? [`Indexed by ${view.indexes.map(index => `\`${index.join(', ')}\``).join('; ')}.`, '']
        : []),
      ...fieldTable(view.collection, view.document as z.ZodType),
    ]),
    '# Rollups',
    '',
    'A row holds a month of one group: `facet` (whom the total is for), `line` (what is added up), `month` and `total` (the month’s sums). A sum of 0 is left out.',
    'The days of that month stand under the same key in a collection of their own, with the same `facet`, `line` and `month`, and `days` instead of `total`:',
    'the sums of each day on which there are any, by day (`days.2026-03-31.count`), with the fields that `total` has.',
    'The total as of a day is the sum of the months before it and of its month’s days up to it.',
    '',
    ...rollups.flatMap(rollup => [
      `## ${rollup.collection}`,
      '',
      `${rollup.describe}. Of \`${rollup.view.collection}\`; its days are in \`${rollup.daysCollection}\`.`,
      '',
      ...fieldTable(
        rollup.collection,
        z.object({
          facet: rollup.facet.describe('Whom the total is for'),
          line: rollup.line.describe('What is added up'),
          month: z.string().describe('Month, YYYY-MM'),
          total: leftOutAtZero(rollup.measures).describe('Sums of the month'),
        }),
      ),
    ]),
  ].join('\n')

/** docs/import-fields.md */
export const importCatalogue = (): string =>
  [
    '# What a row of a file can say',
    '',
    'Written by `npm run docs` from the importer; a test keeps it true. [Importing files](importing.md) tells how a mapping names these fields.',
    '',
    ...describeForms().flatMap(({ kind, describe, fields, custom }) => [
      `## ${kind}`,
      '',
      `A row becomes ${describe}.${custom ? ' It can also have fields of the company’s own, under `custom`.' : ''}`,
      '',
      '| field | takes | |',
      '| --- | --- | --- |',
      ...fields.map(
        field => `| \`${field.name}\`${field.required ? ' **required**' : ''} | ${field.takes} | ${field.describe} |`,
      ),
      '',
    ]),
  ].join('\n')

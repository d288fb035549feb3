// The catalogues of documents and import fields, from the schemas. `npm run docs` writes them; a test keeps them true.
import { describeForms } from '@eventcrm/importer'
import { libraryReadModels } from '@eventcrm/crm'
import type { AnyRollup, AnyView } from '@eventcrm/projection'
import { z } from 'zod'
import { fieldTable } from './field-table.ts'

const leftOutAtZero = (measures: z.ZodType): z.ZodType =>
  measures instanceof z.ZodObject ? measures.partial() : measures

const views = libraryReadModels.flatMap<AnyView>(model => model.views)
const rollups = libraryReadModels.flatMap<AnyRollup>(model => model.rollups)

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
    'A row holds a month of one group: `facet` (whom the total is for), `series` (what is added up), `month` and `total` (the month’s sums). A sum of 0 is left out.',
    'The days of that month stand under the same key in a collection of their own, with the same `facet`, `series` and `month`, and `days` instead of `total`:',
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
          series: rollup.series.describe('What is added up'),
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
        field =>
          `| \`${field.name}\`${field.required ? ' **required**' : ''} | ${field.takes}${field.canBeWithout ? ', or none' : ''} | ${field.describe} |`,
      ),
      '',
    ]),
  ].join('\n')

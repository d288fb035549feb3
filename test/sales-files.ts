// The four files of real sales, in the order in which they refer to each other, and the mappings of examples/sales-history.
import { join } from 'node:path'

const data = join(import.meta.dirname, '../../shared/data/crm-sales-opportunities')
const mappings = join(import.meta.dirname, '../examples/sales-history')

export const salesFiles = (
  [
    ['products', 'products.csv'],
    ['teams', 'sales_teams.csv'],
    ['accounts', 'accounts.csv'],
    ['opportunities', 'sales_pipeline.csv'],
  ] as const
).map(([name, csv]) => ({ name, csv: join(data, csv), mapping: join(mappings, `${name}.mapping.json`) }))

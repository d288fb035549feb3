// The four files of real sales, in the order in which they refer to each other, and the mappings of examples/sales-history.
import { existsSync } from 'node:fs'
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

/** They lie beside a clone, not in it: what needs them is skipped where they are not. */
export const noSalesFiles = !salesFiles.every(({ csv }) => existsSync(csv))
/** The title of what needs them, which says where they are missing. */
export const fromSalesFiles = (title: string): string => (noSalesFiles ? `${title} (there is no ${data})` : title)

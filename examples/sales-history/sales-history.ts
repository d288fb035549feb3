// Fourteen months of a company's sales, from four CSV files into one database, and the pipeline that they add up to:
// node sales-history.ts FOLDER [DATABASE]
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createCrm } from '@eventcrm/crm'
import { importFile, readMapping } from '@eventcrm/importer'

const [folder, file = 'sales-history.sqlite'] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Give the folder with products.csv, sales_teams.csv, accounts.csv and sales_pipeline.csv')
  process.exit(2)
}

// What is referred to comes before what refers to it.
const imports = [
  ['products.mapping.json', 'products.csv'],
  ['teams.mapping.json', 'sales_teams.csv'],
  ['accounts.mapping.json', 'accounts.csv'],
  ['opportunities.mapping.json', 'sales_pipeline.csv'],
] as const

const missing = imports.map(([, csv]) => join(folder, csv)).filter(csv => !existsSync(csv))
if (missing.length > 0) {
  console.error(`There is no ${missing.join(', no ')}`)
  process.exit(2)
}

const crm = await createCrm({ file, actor: 'importer', company: { currency: 'USD', language: 'en' } })
try {
  for (const [mapping, csv] of imports) {
    const { created, changed, unchanged, rejected, notices, rejectedFile } = await importFile(
      crm,
      join(folder, csv),
      await readMapping(join(import.meta.dirname, mapping)),
    )
    console.log(
      `${csv}: ${String(created)} created, ${String(changed)} changed, ${String(unchanged)} unchanged, ` +
        `${String(rejected)} rejected${rejectedFile === null ? '' : ` (see ${rejectedFile})`}, ${String(notices)} notices`,
    )
  }
  await crm.catchUp()
  for (const asOf of ['2017-03-31', '2017-06-30', '2017-09-30', undefined]) {
    const { currencies } = await crm.reports.pipeline(asOf === undefined ? {} : { asOf })
    for (const { won, lost, winRate, cycle, bestCustomers, bestSalespeople } of currencies) {
      console.log(`\n${asOf === undefined ? 'Today' : `As of ${asOf}`}`)
      console.log(
        `  won ${String(won.count)} worth ${won.value.amount} ${won.value.currency}; lost ${String(lost.count)}`,
      )
      console.log(
        `  win rate ${((winRate.byCount ?? 0) * 100).toFixed(2)} %; days to win ${String(cycle.mean)}, median ${String(cycle.median)}`,
      )
      const [salesperson] = bestSalespeople
      const [customer] = bestCustomers ?? []
      if (salesperson) console.log(`  best salesperson: ${String(salesperson.name)}, ${salesperson.won.value.amount}`)
      if (customer) console.log(`  best customer: ${String(customer.name)}, ${customer.won.value.amount}`)
    }
  }
} finally {
  await crm.close()
}

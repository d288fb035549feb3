// One piece of work of lifetime value in a process of its own, which tells the most memory that it had: `fit 10000`, `report FILE DAY`, `nothing`.
import { clvReadModel, clvReport, fitBgNbd, fitGammaGamma } from '@eventcrm/read-model-clv'
import { mergers } from '@eventcrm/read-model-directory'
import { openSqlite } from '@eventcrm/sqlite'
import { customersOf } from '../../packages/read-model-clv/test/customers.ts'

export const buying = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
export const spending = { p: 6.25, q: 3.74, v: 15.44 }

const report = async (file: string, today: string) => {
  const { documents, close } = await openSqlite(file)
  await documents.ensure([...clvReadModel.views, mergers].map(({ collection: name, indexes }) => ({ name, indexes })))
  await clvReport.answer({ documents, today: () => today }, { asOf: today })
  await close()
}

if (import.meta.main) {
  const [work, of = '', day = ''] = process.argv.slice(2)
  if (work === 'fit') {
    const customers = customersOf(Number(of), buying, spending, 1)
    fitBgNbd(customers)
    fitGammaGamma(customers)
  } else if (work === 'report') await report(of, day)
  console.log(process.resourceUsage().maxRSS)
}

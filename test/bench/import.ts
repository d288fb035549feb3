// What reading, checking and following references costs: imported rows against the same commands sent without a file.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { opportunity, staffMember, product, createCrm, type Crm } from '@eventcrm/crm'
import { importRows, parseMapping } from '@eventcrm/importer'
import { compare, rateOf, type Row } from './ratio.ts'

const rows = 2000
const atOnce = 64

const mapping = parseMapping({
  becomes: 'opportunity',
  key: ['id'],
  dateFormat: 'M/d/yyyy',
  fields: {
    title: 'title',
    owner: 'owner',
    product: 'product',
    status: { column: 'stage', values: { Won: 'won' } },
    openedOn: 'opened',
    closedOn: 'closed',
    amount: 'amount',
    currency: { value: 'USD' },
  },
})
const line = (n: number) =>
  `D${String(n)},Printers ${String(n)},Lan,P1,Won,3/${String((n % 28) + 1)}/2025,5/${String((n % 28) + 1)}/2025,${String(n + 1)}.50\n`
const text = Buffer.from(
  `id,title,owner,product,stage,opened,closed,amount\n${Array.from({ length: rows }, (_, n) => line(n)).join('')}`,
)
async function* file() {
  yield text
}

/** A new company with somebody who sells and something to sell, for as long as `work` takes. */
const inCompany = async (work: (crm: Crm) => Promise<number>): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'eventcrm-bench-'))
  const crm = await createCrm({
    file: join(folder, 'crm.sqlite'),
    actor: 'bench',
    company: { currency: 'USD' },
    project: false,
  })
  try {
    const [productId, staffMemberId] = [await crm.idFor('product', 'P1'), await crm.idFor('staffMember', 'Lan')]
    await crm.send([
      product.list({ productId, code: 'P1', name: 'Printer', listPrice: { amount: 550, currency: 'USD' } }),
      staffMember.register({ staffMemberId, name: 'Lan' }),
    ])
    return await work(crm)
  } finally {
    await crm.close()
    await rm(folder, { recursive: true })
  }
}

const importAll = async (crm: Crm, concurrency = atOnce): Promise<void> => {
  for await (const { outcome, reasons } of importRows(crm, file(), mapping, { concurrency })) {
    if (outcome === 'rejected') throw new Error(reasons.map(({ message }) => message).join('; '))
  }
}

/** What the importer sends for the rows, 64 rows at a time. */
const sendAll = async (crm: Crm): Promise<void> => {
  const [productId, ownerId] = [await crm.idFor('product', 'P1'), await crm.idFor('staffMember', 'Lan')]
  const send = async (n: number) => {
    const opportunityId = await crm.idFor('opportunity', `D${String(n)}`)
    const lineId = await crm.idFor('line', opportunityId, productId)
    const day = String((n % 28) + 1).padStart(2, '0')
    await crm.send([
      opportunity.open({ opportunityId, title: `Printers ${String(n)}`, ownerId, currency: 'USD' }, `2025-03-${day}`),
      opportunity.addLine({ opportunityId, lineId, productId }, `2025-03-${day}`),
      opportunity.markWon(
        { opportunityId, revenue: { amount: `${String(n + 1)}.50`, currency: 'USD' } },
        `2025-05-${day}`,
      ),
    ])
  }
  const sending = new Set<Promise<void>>()
  for (let n = 0; n < rows; n++) {
    const sent = send(n).finally(() => sending.delete(sent))
    sending.add(sent)
    if (sending.size >= atOnce) await Promise.race(sending)
  }
  await Promise.all(sending)
}

export const run = async (): Promise<readonly Row[]> => [
  await compare(
    `${String(rows)} rows imported against their commands sent`,
    () => inCompany(crm => rateOf(rows, () => importAll(crm))),
    () => inCompany(crm => rateOf(rows, () => sendAll(crm))),
    { unit: 'rows/s', aim: { atLeast: 0.5 } },
  ),
  await compare(
    `${String(rows)} rows, ${String(atOnce)} at once against one at a time`,
    () => inCompany(crm => rateOf(rows, () => importAll(crm))),
    () => inCompany(crm => rateOf(rows, () => importAll(crm, 1))),
    { rounds: 3, unit: 'rows/s' },
  ),
  await compare(
    `${String(rows)} rows imported again against the first time`,
    () => inCompany(async crm => importAll(crm).then(() => rateOf(rows, () => importAll(crm)))),
    () => inCompany(crm => rateOf(rows, () => importAll(crm))),
    { rounds: 3, unit: 'rows/s' },
  ),
]

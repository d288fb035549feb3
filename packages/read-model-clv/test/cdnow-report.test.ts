// The report on the CDNOW sample, projected from purchases as they are recorded, against what was published of it.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ask, bought, projected, type Happening } from './stores.ts'

const sample = join(import.meta.dirname, '../../../../shared/data/cdnow/CDNOW_sample.txt')
const hasSample = existsSync(sample)

/** Every row, those that repeat another among them. */
const purchases = async (): Promise<readonly Happening[]> => {
  const lines = (await readFile(sample, 'utf8')).trim().split('\n')
  return lines.map((line, i) => {
    const [, customer = '', on = '', , dollars = ''] = line.trim().split(/ +/)
    const day = `${on.slice(0, 4)}-${on.slice(4, 6)}-${on.slice(6)}`
    const minorUnits = Math.round(Number(dollars) * 100)
    return bought(i, Number(customer), day, { minorUnits, currency: 'USD', tax: null })
  })
}

it.skipIf(!hasSample)(
  `tells of the published sample what was published${hasSample ? '' : ` (there is no ${sample})`}`,
  async () => {
    const documents = await projected(await purchases())
    const asked = { asOf: '1998-06-30', calibrateUntil: '1997-09-30' }
    const { currencies } = await ask(documents, asked)
    expect(currencies).toHaveLength(1)
    expect(currencies[0]).toMatchObject({
      currency: 'USD',
      total: { customers: 2357, recorded: 6919, taxUnknown: 6919 },
      expectations: {
        ...{ calibratedUntil: '1997-09-30', customers: 2357, repeatCustomers: 946 },
        buying: { converged: true, logLikelihood: -9582.4 },
        spending: { converged: true, logLikelihood: -4055.9, customers: 946 },
        window: { from: '1997-10-01', to: '1998-06-30', weeks: 39, expected: 1653.4, bought: 1882, isOver: true },
      },
    })
    const { buying, spending, cautions } = currencies[0]?.expectations ?? {}
    expect([buying?.r, buying?.alpha, buying?.a, buying?.b].map(value => value?.toFixed(3))).toEqual([
      ...['0.243', '4.414'],
      ...['0.793', '2.426'],
    ])
    expect([spending?.p, spending?.q, spending?.v].map(value => value?.toFixed(2))).toEqual(['6.25', '3.74', '15.44'])
    expect(cautions?.map(({ code }) => code)).toEqual(['buyingUnbounded'])
    // as of the last day of the calibration the same is expected, and nothing is known of what came
    const then = await ask(documents, { asOf: '1997-09-30' })
    expect(then.currencies[0]?.expectations.window).toMatchObject({ expected: 1653.4, bought: null, isOver: false })
    expect(then.currencies[0]?.expectations.buying).toEqual(buying)
    // part of the window, and another length of it
    const until = { ...asked, asOf: '1998-01-31', weeks: 52 }
    const { expectations } = (await ask(documents, until)).currencies[0] ?? {}
    expect(expectations?.window).toMatchObject({ weeks: 52, to: '1998-09-29', isOver: false })
    expect(expectations?.buying).toEqual(buying)
  },
)

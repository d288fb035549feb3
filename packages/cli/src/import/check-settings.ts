import { CommandInvalid, createCrm, createMemoryStores, type CompanySetUp } from '@eventcrm/crm'
import { usageFault } from '../fault.ts'

const notADay = usageFault({
  en: '--founded: expected a day like 2017-03-31, from 1900 on, and not in the future',
  vi: '--founded: cần ngày như 2017-03-31, từ năm 1900 và không ở tương lai',
})

/** With what a company is set up, who imports, and why. */
export interface ImportSettings {
  readonly company: CompanySetUp
  readonly actor: string
  readonly reason: string | undefined
}

/**
 * Sets a company up in memory, so that what will not do is known before a database is made.
 * @throws CommandInvalid naming the settings at fault
 */
export const checkSettings = async ({ company, actor, reason }: ImportSettings): Promise<void> => {
  const stores = createMemoryStores()
  try {
    const crm = await createCrm({ stores, actor, company, project: false })
    await crm.send([], reason === undefined ? {} : { reason })
    await crm.close()
  } catch (error) {
    // the day of founding is the time of the commands that found
    const isDay = error instanceof CommandInvalid && error.faults.every(({ field }) => field === 'at')
    throw isDay && company.foundedOn !== undefined ? notADay : error
  } finally {
    await stores.close()
  }
}

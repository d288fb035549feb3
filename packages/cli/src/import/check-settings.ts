import { createCrm, createMemoryStores, type CompanySetUp } from '@eventcrm/crm'

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
  } finally {
    await stores.close()
  }
}

import type { Crm } from '@eventcrm/crm'
import { theCompany } from '@eventcrm/domain'

/** The command that founds a demo's company says which demo it is. */
export const foundingId = (seed: number, opportunities: number): string =>
  `demo/${String(seed)}/${String(opportunities)} opportunities`

/** The command that founded the company of this log; undefined for an empty one. */
export const foundedBy = async (crm: Crm): Promise<string | undefined> => {
  for await (const { commandId } of crm.history('company', theCompany, { limit: 1 })) return commandId
  return undefined
}

/** 'seed 3, 300 opportunities', when that command founded a demo's company. */
export const demoFoundedBy = (commandId: string): string | undefined => {
  const [, seed, opportunities] = /^demo\/(\d+)\/(\d+ opportunities)$/.exec(commandId) ?? []
  return seed === undefined || opportunities === undefined ? undefined : `seed ${seed}, ${opportunities}`
}

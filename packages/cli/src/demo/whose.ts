import type { Crm } from '@eventcrm/crm'
import { theCompany } from '@eventcrm/domain'

/** The command that founds a demo's company says which demo it is. */
export const foundingId = (seed: number, opportunities: number): string =>
  `demo/seed ${String(seed)}/${String(opportunities)} opportunities`

/** Whose log this is: nobody's yet, a demo's with its founding command, or another company's. */
export const whose = async (crm: Crm): Promise<{ readonly demo: string | null } | undefined> => {
  for await (const { commandId } of crm.history('company', theCompany, { limit: 1 })) {
    return { demo: commandId.startsWith('demo/') ? commandId : null }
  }
  return undefined
}

import { createCrm, type Crm, type CrmOptions } from '@eventcrm/crm'
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { unavailable } from './fault.ts'
import type { Surroundings } from './terminal.ts'

/** The whole path of a file that the user named. */
export const pathOf = ({ folder }: Surroundings, file: string): string => resolve(folder, file)

/** @throws Fault when there is no database to read: reading must not make one */
const checkThere = (path: string, file: string): void => {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) {
    throw unavailable(
      `there is no database '${file}'`,
      'give the file that `eventcrm import` or `eventcrm demo` wrote to: --database FILE',
    )
  }
  if (stats.isFile() && stats.size === 0) {
    throw unavailable(
      `'${file}' is empty`,
      'give the file that `eventcrm import` or `eventcrm demo` wrote to: --database FILE',
    )
  }
}

/** Runs with the CRM in that file, and closes it whatever happens. Documents are brought up to date only when asked for. */
export const withCrm = async <T>(
  surroundings: Surroundings,
  file: string,
  options: Omit<CrmOptions, 'file' | 'stores' | 'project'> & { readonly make?: boolean },
  run: (crm: Crm) => Promise<T>,
): Promise<T> => {
  const { make = false, ...crmOptions } = options
  const path = pathOf(surroundings, file)
  if (!make) checkThere(path, file)
  const crm = await createCrm({ ...crmOptions, file: path, project: false })
  try {
    return await run(crm)
  } finally {
    await crm.close()
  }
}

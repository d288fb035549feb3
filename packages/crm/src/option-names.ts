// Which options there are. One that is misspelt would be passed over in silence, and some of them hold for good.
import { isRecord } from './commands/command-options.ts'
import type { CompanySetUp } from './company/set-up.ts'
import type { CrmOptions } from './crm-options.ts'
import { isFieldName, nearestName } from '@eventcrm/event-store'

const crmOptions: Readonly<Record<keyof CrmOptions, true>> = {
  file: true,
  stores: true,
  namespace: true,
  actor: true,
  company: true,
  aggregates: true,
  claims: true,
  readModels: true,
  processes: true,
  runProcesses: true,
  project: true,
  publish: true,
  clock: true,
  onProgress: true,
  onFault: true,
  batchSize: true,
}
const companyOptions: Readonly<Record<keyof CompanySetUp, true>> = {
  name: true,
  timeZone: true,
  currency: true,
  country: true,
  language: true,
  foundedOn: true,
}
const logOptions = { after: true, live: true, pageSize: true } as const

const checkNames = (what: string, given: unknown, known: Readonly<Record<string, true>>): void => {
  if (!isRecord(given)) throw new TypeError(`${what}: expected an object with fields`)
  const other = Object.keys(given).find(name => !Object.hasOwn(known, name))
  if (other === undefined) return
  const names = Object.keys(known)
  const meant = nearestName(other, names)
  const there = meant === undefined ? `there are ${names.join(', ')}` : `did you mean ${meant}?`
  throw new TypeError(`${what}: there is no option ${isFieldName(other) ? `'${other}'` : 'of that name'}; ${there}`)
}

/** @throws TypeError naming an option that there is not */
export const checkCrmOptions = (options: Pick<CrmOptions, 'company'>): void => {
  checkNames('createCrm', options, crmOptions)
  if (options.company !== undefined) checkNames('createCrm: company', options.company, companyOptions)
}

/** @throws TypeError naming an option that there is not */
export const checkLogOptions = (options: object): void => {
  checkNames('log', options, logOptions)
}

/** @throws TypeError naming an option that there is not */
export const checkEventsOptions = (options: object): void => {
  checkNames('events', options, { ...logOptions, follow: true, signal: true })
}

/** @throws TypeError naming an option that there is not */
export const checkPruneOptions = (options: object): void => {
  checkNames('prune', options, { force: true })
}

/** @throws TypeError naming an option that there is not */
export const checkVerifyOptions = (options: object): void => {
  checkNames('verify', options, { signal: true, onProgress: true })
}

/** @throws TypeError naming an option that there is not */
export const checkCopyOptions = (options: object): void => {
  checkNames('copyLog', options, { signal: true, onProgress: true })
}

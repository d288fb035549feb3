import type { ImportTarget } from './form.ts'
import { foldedText } from './reading/index.ts'

/** The id of a person of an organisation, who is known by the name within it. */
export const personIdOf = (crm: Pick<ImportTarget, 'idFor'>, organisationId: string, name: string): Promise<string> =>
  crm.idFor('contactPerson', organisationId, foldedText(name))

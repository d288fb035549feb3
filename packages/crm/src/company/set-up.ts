import {
  catalogue,
  catalogueId,
  catalogueState,
  company,
  companyState,
  readyMadeCatalogues,
  salesPipeline,
  theCompany,
  theStandardPipeline,
} from '@eventcrm/domain'
import type { CommandHandler } from '../commands/command-handler.ts'
import type { CommandOptions } from '../commands/command-options.ts'
import { KeysMismatch } from '../errors.ts'

/** How a company is set up. Asia/Ho_Chi_Minh, VND, Viet Nam and Vietnamese where nothing is said. */
export interface CompanySetUp {
  readonly name?: string
  /** IANA time zone, for good: it fixes every event's day. */
  readonly timeZone?: string
  /** ISO 4217: used where none is given. */
  readonly currency?: string
  /** ISO 3166-1: phone numbers are read by it where no country is given. Null: every number needs its country's code. */
  readonly country?: string | null
  /** Language of labels, those of the preset pipeline and of ready-made catalogue entries among them. */
  readonly language?: 'en' | 'vi'
  /** The day on which it begins, 'YYYY-MM-DD', its preset pipeline with it: for a history that begins earlier than today. */
  readonly foundedOn?: string
}

type IdFor = (kind: string, key: string) => Promise<string>

/** What tells whether a secret is this company's: the id of a key that names nothing. */
const keyCheckOf = (idFor: IdFor) => idFor('keyCheck', '')

/**
 * That the secret is the one that the company was founded with: with another, every outside key would name another thing.
 * @throws KeysMismatch
 */
export const checkKeys = async (handler: CommandHandler, idFor: IdFor): Promise<void> => {
  const { keyCheck } = await handler.state(companyState, theCompany)
  if (keyCheck !== null && keyCheck !== (await keyCheckOf(idFor))) throw new KeysMismatch()
}

/**
 * Founds the company, its preset pipeline and the entries of its catalogues, where the log has none. The command ids derive from the company's secret: the same
 * each time, so that it is done once, whoever is first; and other ones than another company's.
 */
export const setUp = async (handler: CommandHandler, idFor: IdFor, given: CompanySetUp): Promise<void> => {
  const { name, timeZone = 'Asia/Ho_Chi_Minh', currency = 'VND', country = 'VN', language = 'vi', foundedOn } = given
  const dated = foundedOn === undefined ? {} : { at: foundedOn }
  const by: CommandOptions = { actor: 'system', source: 'set-up', ...dated }
  if ((await handler.state(companyState, theCompany)).status === 'unfounded') {
    const keyCheck = await keyCheckOf(idFor)
    const named = name === undefined ? {} : { name }
    await handler.handle(company.found({ ...named, timeZone, currency, country, language, keyCheck }), {
      ...by,
      commandId: await idFor('setUp', 'company'),
    })
  }
  const founded = await handler.state(companyState, theCompany)
  if ((await handler.state(salesPipeline.state, theStandardPipeline)).openedOn === null) {
    const label = founded.language === 'vi' ? 'Bán hàng' : 'Sales'
    await handler.handle(salesPipeline.create({ name: label, language: founded.language }), {
      ...by,
      commandId: await idFor('setUp', 'pipeline'),
    })
  }
  // streams are written in turn, so once the last has begun, all have
  const last = readyMadeCatalogues.at(-1)
  if (last && (await handler.state(catalogueState, catalogueId(last))).openedOn === null)
    await handler.handleAll(
      readyMadeCatalogues.map(name => catalogue.addReadyMade({ catalogue: name, language: founded.language })),
      { ...by, commandId: await idFor('setUp', 'catalogues') },
    )
}

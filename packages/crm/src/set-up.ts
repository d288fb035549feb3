import { aggregates, companyState, theCompany, theStandardPipeline } from '@eventcrm/domain'
import { commands } from './catalogue.ts'
import type { CommandHandler } from './command-handler.ts'
import { KeysMismatch } from './errors.ts'
import type { CommandOptions } from './wish.ts'

/** How a company is set up. Asia/Ho_Chi_Minh, VND and Vietnamese where nothing is said. */
export interface CompanySetUp {
  readonly name?: string
  /** IANA time zone, for good: it fixes every event's day. */
  readonly timeZone?: string
  /** ISO 4217: used where none is given. */
  readonly currency?: string
  readonly language?: 'en' | 'vi'
}

/** What tells whether a secret is this company's: the id of a key that names nothing. */
const keyCheckOf = (idFor: (kind: string, key: string) => Promise<string>) => idFor('keyCheck', '')

/**
 * That the secret is the one that the company was founded with: with another, every outside key would name another thing.
 * @throws KeysMismatch
 */
export const checkKeys = async (handler: CommandHandler, idFor: (kind: string, key: string) => Promise<string>) => {
  const { keyCheck } = await handler.state(companyState, theCompany)
  if (keyCheck !== null && keyCheck !== (await keyCheckOf(idFor))) throw new KeysMismatch()
}

/**
 * Founds the company and its ready-made pipeline, if the log has none. The command ids derive from the company's secret: the same
 * each time, so that it is done once, whoever is first; and other ones than another company's.
 */
export const setUp = async (
  handler: CommandHandler,
  idFor: (kind: string, key: string) => Promise<string>,
  { name, timeZone = 'Asia/Ho_Chi_Minh', currency = 'VND', language = 'vi' }: CompanySetUp,
) => {
  const by: CommandOptions = { actor: 'system', source: 'set-up' }
  if ((await handler.state(companyState, theCompany)).status === 'unfounded') {
    await handler.handleAll(
      [
        commands.company.foundCompany({
          ...(name === undefined ? {} : { name }),
          timeZone,
          currency,
          language,
          keyCheck: await keyCheckOf(idFor),
        }),
      ],
      { ...by, commandId: await idFor('setUp', 'company') },
    )
  }
  const founded = await handler.state(companyState, theCompany)
  if ((await handler.state(aggregates.pipelines.state, theStandardPipeline)).openedOn === null) {
    const wording = founded.language === 'vi' ? 'Bán hàng' : 'Sales'
    await handler.handleAll([commands.pipelines.createPipeline({ name: wording, language: founded.language })], {
      ...by,
      commandId: await idFor('setUp', 'pipeline'),
    })
  }
}

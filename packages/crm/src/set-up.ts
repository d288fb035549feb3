import { aggregates, companyState, theCompany, theStandardPipeline } from '@eventcrm/domain'
import { commands } from './catalogue.ts'
import type { CommandHandler } from './command-handler.ts'
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

/** Founds the company and its ready-made pipeline, if the log has none. The same command ids each time: done once, whoever is first. */
export const setUp = async (
  handler: CommandHandler,
  { name, timeZone = 'Asia/Ho_Chi_Minh', currency = 'VND', language = 'vi' }: CompanySetUp,
) => {
  const by: CommandOptions = { actor: 'system', source: 'set-up' }
  if ((await handler.state(companyState, theCompany)).status === 'unfounded') {
    await handler.handleAll(
      [commands.company.foundCompany({ ...(name === undefined ? {} : { name }), timeZone, currency, language })],
      { ...by, commandId: 'set-up/company' },
    )
  }
  const founded = await handler.state(companyState, theCompany)
  if ((await handler.state(aggregates.pipelines.state, theStandardPipeline)).openedOn === null) {
    const wording = founded.language === 'vi' ? 'Bán hàng' : 'Sales'
    await handler.handleAll([commands.pipelines.createPipeline({ name: wording, language: founded.language })], {
      ...by,
      commandId: 'set-up/pipeline',
    })
  }
}

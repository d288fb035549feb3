import { CommandInvalid, type ConvertedLead, type Crm } from '@eventcrm/crm'
import { isErased, type ContactState, type Language, type Personal } from '@eventcrm/domain'
import { contacts, directory, leads } from '@eventcrm/read-model-directory'
import { opportunities, pipelines } from '@eventcrm/read-model-pipeline'
import { checkConversion, conversionAsked } from '../convert/conversion-asked.ts'
import { withDatabase } from '../database.ts'
import { faultsOfOptions } from '../explain.ts'
import { Fault } from '../fault.ts'
import { exitCodes } from '../exit-codes.ts'
import { describedStream } from '../history/which-stream.ts'
import { placeGiven } from '../place.ts'
import { print, printJson } from '../terminal.ts'
import { companyCommand, type Invocation } from './command.ts'
import { day, formatOption, languageOption } from './options.ts'

const words = {
  en: { opportunity: 'Opportunity', customer: 'Customer', contact: 'Contact', unnamed: 'name erased or not known' },
  vi: { opportunity: 'Cơ hội', customer: 'Khách hàng', contact: 'Liên hệ', unnamed: 'tên đã xóa hoặc chưa biết' },
} as const

const shown = (value: Personal<string> | null): string | null => (value === null || isErased(value) ? null : value)

/** The contact that stands for one: itself, unless it is part of another. */
const standingFor = async (crm: Crm, id: string): Promise<{ readonly id: string; readonly contact: ContactState }> => {
  const contact = await crm.state('contacts', id)
  const { into } = contact.merging
  return into ? standingFor(crm, into.survivorId) : { id, contact }
}

/** What a lead has become, by names. */
const becameOf = async (crm: Crm, leadId: string, became: ConvertedLead) => {
  const { opportunityId, customerId: named, position } = became
  const title = opportunityId === null ? null : shown((await crm.state('opportunities', opportunityId)).title)
  const { id: customerId, contact } = named === null ? { id: null, contact: null } : await standingFor(crm, named)
  const [name, code] = [shown(contact?.name ?? null), shown(contact?.customer?.code ?? null)]
  return {
    leadId,
    opportunityId,
    title,
    ...(customerId === named ? {} : { partAsked: named }),
    customerId,
    name,
    isCustomer: (contact?.customer ?? null) !== null,
    code,
    position,
  }
}

const lines = (
  { opportunityId, title, customerId, name, isCustomer, code }: Awaited<ReturnType<typeof becameOf>>,
  language: Language,
): readonly string[] => {
  const said = words[language]
  const rows: (readonly [string, readonly (string | null)[]])[] = []
  if (opportunityId !== null) rows.push([said.opportunity, [title ?? said.unnamed, opportunityId]])
  if (customerId !== null)
    rows.push([isCustomer ? said.customer : said.contact, [code, name ?? said.unnamed, customerId]])
  const width = Math.max(...rows.map(([label]) => label.length)) + 2
  return rows.map(([label, parts]) => `  ${label.padEnd(width)}${parts.filter(part => part !== null).join('  ')}`)
}

/** Where a command's fields come from, where their options are called otherwise. */
const optionOf: Readonly<Record<string, string>> = {
  'into.title': 'title',
  'into.expectedRevenue': 'revenue',
  'into.expectedRevenue.amount': 'revenue',
  'into.expectedRevenue.currency': 'currency',
  'into.expectedCloseOn': 'expected',
  'customer.code': 'code',
}
/** @throws Fault that names options for what the command's schema refuses */
const byOptions = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof CommandInvalid)) throw error
    const faults = error.faults.map(fault => ({ ...fault, field: optionOf[fault.field] ?? fault.field }))
    throw new Fault(exitCodes.usage, faultsOfOptions(faults), [], { cause: error })
  }
}

export const convertCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'convert',
    'Has a lead become an opportunity, a customer, or both: a new opportunity and a contact unless told otherwise. Exit code 1 when that is refused',
    [
      ['convert L-0042 -d crm.sqlite --become-customer', 'a new opportunity, for a customer with the next code'],
      ['convert L-0042 -d crm.sqlite --into "Máy in" --no-customer', 'into an opportunity that is there'],
      ['convert L-0042 -d crm.sqlite --no-opportunity --code KH00042', 'straight to a customer'],
      ['convert L-0042 -d crm.sqlite --customer "Đại Phát" -f json', 'for a contact that is there, for a script'],
    ],
  )
    .argument('<lead>', 'the lead: its name or title or the beginning of it, its id, or the key it was imported under')
    .option(
      '--into <opportunity>',
      'one that is there takes it: beginning of its title, id, or key it was imported under',
    )
    .option('--no-opportunity', 'it becomes a customer without an opportunity')
    .option('--customer <name>', 'for this contact: name, words of a name, customer code, or id')
    .option('--no-customer', 'for nobody; a contact is made of the lead when neither is given')
    .option('--become-customer', 'the contact becomes a customer, if it is not one')
    .option('--code <code>', 'customer code; the company’s next when left out')
    .option('--account-manager <name>', 'of the contact that is made: name, words of a name, or id')
    .option('--no-account-manager', 'nobody manages the contact that is made')
    .option('--at <day>', 'day on which it was converted; now when left out', day)
    .option('--actor <id>', 'who converts it', 'eventcrm')
    .option('--reason <text>', 'why; stands beside every event')
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .optionsGroup('Of the opportunity that is opened:')
    .option('--title <title>', 'its title; the lead’s when left out')
    .option('--pipeline <name>', 'name, words of a name, or id; the standard one when left out')
    .option('--stage <name>', 'name, beginning of a name, or id; the first when left out')
    .option('--owner <name>', 'salesperson; the lead’s when left out')
    .option('--no-owner', 'nobody has it')
    .option('--team <name>', 'sales team; the lead’s, or the salesperson’s, when left out')
    .option('--no-team', 'it counts for no team')
    .option('--revenue <amount>', 'expected revenue: 1500000, or 22700.50')
    .option('--currency <code>', 'of --revenue, ISO 4217; the company’s when left out')
    .option('--expected <day>', 'day on which it is expected to close', day)
    .action(async (which, { format, language: _, at, actor, reason, ...options }) => {
      const { database, events, documents, namespace, ...asked } = options
      checkConversion(asked)
      const place = placeGiven(invocation, { database, events, documents, namespace })
      await withDatabase(invocation, place, { actor, runProcesses: true }, async ({ crm, catchUp }) => {
        await catchUp(undefined, [directory, contacts, leads, opportunities, pipelines])
        const { id: leadId } = await describedStream(crm, place, 'lead', which, () => Promise.resolve())
        const conversion = await conversionAsked(crm, place, asked)
        const said = { ...(at === undefined ? {} : { at }), ...(reason === undefined ? {} : { reason }) }
        const became = await byOptions(() => crm.leads.convert({ leadId, ...conversion }, said))
        const told = await becameOf(crm, leadId, became)
        if (format === 'json') printJson(invocation, told)
        else print(invocation, language => lines(told, language).join('\n'))
        await crm.processes.settle()
        await catchUp()
      })
    })

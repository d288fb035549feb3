import type { Crm } from '@eventcrm/crm'
import type { Hit } from '@eventcrm/read-model-directory'
import { contacts, leads, type ContactDocument, type LeadDocument } from '@eventcrm/read-model-directory'
import { erased } from '../erased.ts'
import { withDocuments } from '../database.ts'
import { exitCodes } from '../exit-codes.ts'
import { table } from '../layout.ts'
import { placeGiven } from '../place.ts'
import { note, paintFor, print, printJson, widthOf } from '../terminal.ts'
import { companyCommand, type Invocation } from './command.ts'
import { count, formatOption, languageOption } from './options.ts'

const words = {
  en: { name: 'Name', code: 'Code', phone: 'Phone', email: 'E-mail', none: 'Nobody is found by that.' },
  vi: { name: 'Tên', code: 'Mã', phone: 'Điện thoại', email: 'E-mail', none: 'Không tìm thấy ai.' },
} as const

const found = ({ key, whole, document }: Hit<ContactDocument>) => {
  const { name, kind, isCustomer, customerCode, phone, email } = document
  return { id: key, name, kind, isCustomer, customerCode, phone, email, whole }
}

const foundLead = ({ key, whole, document }: Hit<LeadDocument>) => {
  const { name, kind, status, title, phone, email } = document
  return { id: key, name, kind, status, title, customerCode: null, phone, email, whole }
}

const search = async (crm: Crm, text: string, { ofLeads, limit }: { ofLeads: boolean; limit: number }) => {
  if (!ofLeads) {
    const { hits, more } = await crm.searchContacts(text, limit)
    return { hits: hits.map(found), more }
  }
  const { hits, more } = await crm.searchLeads(text, limit)
  return { hits: hits.map(foundLead), more }
}

export const searchCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'search',
    'Contacts, or leads, by name, phone, code or e-mail address. Exit code 1 when nothing is found',
    [
      ['search "van dong" -d crm.sqlite', 'each word begins some word of the name, accents aside'],
      ['search 0912 -d crm.sqlite', 'by the beginning of a phone number, or its last four digits or more'],
      ['search kh000 -d crm.sqlite -f json', 'by the beginning of a customer code, for a script'],
      ['search "le loi" --leads -d crm.sqlite', 'leads, by names and titles'],
    ],
  )
    .argument('<text>', 'what is looked for')
    .option('--leads', 'leads instead of contacts')
    .option('--limit <count>', 'at most so many', count(100), 20)
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .action(async (text, { format, limit, leads: ofLeads = false, ...options }) => {
      const place = placeGiven(invocation, options)
      await withDocuments(invocation, place, [ofLeads ? leads : contacts], async ({ crm }) => {
        const { more, hits } = await search(crm, text, { ofLeads, limit })
        if (hits.length === 0) invocation.finish(exitCodes.no)
        if (format === 'json') {
          printJson(invocation, { hits, more })
          return
        }
        const paint = paintFor(invocation.stdout, invocation)
        print(invocation, language => {
          const said = words[language]
          if (hits.length === 0) return `  ${said.none}`
          return table(
            [
              { title: said.name, shrinks: true },
              { title: said.code },
              { title: said.phone },
              { title: said.email, shrinks: true },
            ],
            hits.map(({ name, customerCode, phone, email }) => [
              name ?? erased[language],
              customerCode ?? '–',
              phone ?? '–',
              email ?? '–',
            ]),
            { width: widthOf(invocation), paintTitles: title => paint('dim', title) },
          ).join('\n')
        })
        if (more)
          note(invocation, {
            en: 'there are or may be more: type more of it, or give a larger --limit',
            vi: 'còn hoặc có thể còn nữa: hãy gõ thêm, hoặc dùng --limit lớn hơn',
          })
      })
    })

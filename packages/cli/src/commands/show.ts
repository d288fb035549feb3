// `eventcrm show …`: what one lead, contact or opportunity is now, and what happened to it.
import type { Crm } from '@eventcrm/crm'
import { loadedOf, type AnyList, type AnyView, type Document } from '@eventcrm/projection'
import { contactsList, directory, leads, leadsList, relations } from '@eventcrm/read-model-directory'
import { opportunities, opportunitiesList } from '@eventcrm/read-model-pipeline'
import { withDocuments } from '../database.ts'
import { exitCodes } from '../exit-codes.ts'
import { Fault, usageFault } from '../fault.ts'
import { describedStream } from '../history/which-stream.ts'
import { listedJson, listedOf } from '../list/listed.ts'
import { viewOfList } from '../list/view-of-list.ts'
import { placeGiven } from '../place.ts'
import { quoted } from '../quoted.ts'
import { namesOfThings } from '../history/names-of-things.ts'
import { shownTable, timelineJson, type Happened } from '../show/shown-table.ts'
import { note, paintFor, print, printJson, widthOf } from '../terminal.ts'
import { companyCommand, type Invocation } from './command.ts'
import { count, formatOption, languageOption } from './options.ts'

const kinds = {
  lead: { list: leadsList, aggregate: 'leads' },
  contact: { list: contactsList, aggregate: 'contacts' },
  opportunity: { list: opportunitiesList, aggregate: 'opportunities' },
} as const
type Kind = keyof typeof kinds
const isKind = (text: string): text is Kind => Object.hasOwn(kinds, text)
const kindNames = Object.keys(kinds).join(', ')

/** The latest first. */
const happenedTo = async (crm: Crm, kind: Kind, id: string, limit: number): Promise<readonly Happened[]> => {
  if (kind === 'contact') return (await crm.timeline(id, { limit })).entries
  const { aggregate } = kinds[kind]
  const events: Happened[] = []
  for await (const event of crm.history(aggregate, id)) events.push({ event, as: 'self', of: { category: kind, id } })
  return events
    .sort(({ event: a }, { event: b }) => (`${a.occurredAt} ${a.position}` < `${b.occurredAt} ${b.position}` ? 1 : -1))
    .slice(0, limit)
}

const loaded = async (crm: Crm, view: AnyView, id: string): Promise<Document | undefined> => {
  const [found] = await crm.query([{ load: view.collection, keys: [id] }])
  return loadedOf(view, found).get(id)
}

/** What stands for something that was merged, itself otherwise; undefined where there is no such thing. */
const standingFor = async (
  crm: Crm,
  view: AnyView,
  id: string,
): Promise<{ readonly id: string; readonly document: Document } | undefined> => {
  const document = await loaded(crm, view, id)
  const { mergedInto = null } = document ?? {}
  if (typeof mergedInto === 'string') return standingFor(crm, view, mergedInto)
  return document && { id, document }
}

export const showCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'show',
    'What a lead, a contact or an opportunity is now, and what happened to it, the latest first. Exit code 1 when nothing is found',
    [
      ['show contact "Kan-code" -d crm.sqlite', 'with what its leads and opportunities came to'],
      ['show lead "Trường Lê Lợi" -d crm.sqlite', 'a lead by name'],
      ['show opportunity 1C1I7A6R -d crm.sqlite -f json', 'by the key it was imported under, for a script'],
    ],
  )
    .argument('<kind>', `what it is: ${kindNames}`)
    .argument('<which>', 'its name or title, or the beginning of it, its id, or the key it was imported under')
    .option('--limit <count>', 'at most so much of what happened', count(1000), 20)
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .action(async (kind, which, { format, limit, ...options }) => {
      if (!isKind(kind))
        throw usageFault({
          en: `KIND: expected one of ${kindNames}, not ${quoted(kind)}`,
          vi: `KIND: cần một trong các loại ${kindNames}, không phải ${quoted(kind)}`,
        })
      const { list }: { readonly list: AnyList } = kinds[kind]
      const place = placeGiven(invocation, options)
      const view = viewOfList(list)
      const views = [view, directory, relations, leads, opportunities]
      await withDocuments(invocation, place, views, async ({ crm }) => {
        const { id: asked } = await describedStream(crm, place, kind, which, () => Promise.resolve())
        const shown = await standingFor(crm, view, asked)
        if (!shown)
          throw new Fault(exitCodes.no, {
            en: `${kind}: none has the id ${asked}`,
            vi: `${kind}: không có mục nào có mã ${asked}`,
          })
        const { id, document } = shown
        const [row] = listedOf(list, { rows: [{ key: id, document }] })
        if (!row) throw new TypeError('What was found is not shown')
        const happened = await happenedTo(crm, kind, id, limit)
        const ids = Object.values(row.values).flatMap(value => (typeof value === 'string' ? [value] : []))
        const concerned = happened.map(({ of }) => of.id)
        const [ofLeads] = await crm.query([{ load: leads.collection, keys: [...new Set(concerned)] }])
        const names = new Map([
          ...(await namesOfThings(crm, [...ids, ...concerned])),
          ...[...loadedOf(leads, ofLeads)].map(([key, { name }]) => [key, name] as const),
        ])
        if (format === 'json') {
          const part = id === asked ? {} : { partAsked: asked }
          printJson(invocation, {
            ...part,
            [kind]: listedJson(list, [row], names)[0],
            timeline: happened.map(timelineJson),
          })
          return
        }
        if (id !== asked)
          note(invocation, {
            en: `What was asked for is part of this one: ${asked}`,
            vi: `Mục được hỏi là một phần của mục này: ${asked}`,
          })
        const paint = paintFor(invocation.stdout, invocation)
        print(invocation, language =>
          shownTable(list, row, happened, { language, width: widthOf(invocation), paint, names }),
        )
      })
    })

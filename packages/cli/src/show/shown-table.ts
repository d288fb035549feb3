import type { TimelineEntry } from '@eventcrm/crm'
import { purchaseEvents, showMoney, type Language, type Words } from '@eventcrm/domain'
import type { AnyList } from '@eventcrm/projection'
import { formatsOf } from '../formats.ts'
import { describedEvent } from '../history/event-words.ts'
import { table, wrapped } from '../layout.ts'
import { shownValue, type Listed, type Page } from '../list/listed.ts'

export type Happened = TimelineEntry

/** For programs: what happened, to what, and its place in the log. */
export const timelineJson = ({ event, as, of }: Happened) => ({
  occurredOn: event.occurredOn,
  occurredAt: event.occurredAt,
  type: event.type,
  as,
  category: of.category,
  id: of.id,
  actor: event.actor,
  position: event.position,
})

const roles: Readonly<Record<Happened['as'], Words | null>> = {
  self: null,
  lead: { en: 'lead', vi: 'tiềm năng' },
  customer: { en: 'opportunity', vi: 'cơ hội' },
  person: { en: 'opportunity, involved', vi: 'cơ hội, có liên quan' },
  organisation: { en: 'employee', vi: 'người làm việc' },
  buyer: { en: 'purchase', vi: 'giao dịch mua' },
}
const words = {
  day: { en: 'Day', vi: 'Ngày' },
  happened: { en: 'What happened, the latest first', vi: 'Diễn biến, mới nhất trước' },
  about: { en: 'To what', vi: 'Với' },
} as const satisfies Record<string, Words>

/** A purchase has no name, and is known by what was paid. */
const paidIn = ({ type, data }: Happened['event'], language: Language): string | undefined => {
  const { PurchaseRecorded: recorded } = purchaseEvents
  return type === recorded.type ? formatsOf(language).money(showMoney(recorded.schema.parse(data).amount)) : undefined
}

/** What it is about, where that is not the thing itself. */
const about = ({ as, of, event }: Happened, language: Language, names: Page['names']): string => {
  const role = roles[as]
  if (!role) return ''
  const name = as === 'buyer' ? paidIn(event, language) : names.get(of.id)
  return name === undefined || name === null ? role[language] : `${role[language]}: ${name}`
}

/** Its fields that have a value, and what happened; lines without a break at the end. */
export const shownTable = (list: AnyList, row: Listed, happened: readonly Happened[], page: Page): string => {
  const { language, width, paint, names } = page
  const formats = formatsOf(language)
  const fields = Object.entries(row.values).flatMap(([name, value]) =>
    (value === null && !list.fields[name]?.isErasable) || (Array.isArray(value) && value.length === 0)
      ? []
      : [[list.fields[name]?.title[language] ?? name, shownValue(list.fields[name], value, page)]],
  )
  const labels = Math.max(0, ...fields.map(([label]) => label?.length ?? 0))
  const lines = fields.map(
    ([label = '', text = '']) => `  ${paint('dim', label.padEnd(labels))}  ${wrapped(text, width, labels + 4)}`,
  )
  const timeline = table(
    [
      { title: words.day[language] },
      { title: words.happened[language], shrinks: true },
      { title: words.about[language], shrinks: true },
    ],
    happened.map(one => [
      formats.day(one.event.occurredOn),
      describedEvent(one.event.type, language),
      about(one, language, names),
    ]),
    { width, paintTitles: text => paint('dim', text) },
  )
  return [...lines, '', ...timeline].join('\n')
}

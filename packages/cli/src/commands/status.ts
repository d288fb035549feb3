import type { CrmStatus } from '@eventcrm/crm'
import { theCompany, type CompanyState } from '@eventcrm/domain'
import { withDatabase } from '../database.ts'
import { exitCodes } from '../exit-codes.ts'
import { table, type Cell } from '../layout.ts'
import { paintFor, print, printJson, widthOf, type Paint } from '../terminal.ts'
import { asTyped } from '../typed.ts'
import { visible } from '../visible.ts'
import { command, type Invocation } from './command.ts'
import { databaseOption, given, formatOption } from './options.ts'

type ViewOf = CrmStatus['views'][number]
type Company = Pick<CompanyState, 'name' | 'timeZone' | 'country' | 'currency' | 'language'> | null

/** An older version that a newer one has taken the place of stands where it stood for good. */
const isAtFault = ({ stopped, ofThisLog, code }: ViewOf): boolean =>
  code !== 'older' && (stopped !== null || !ofThisLog)

const mostCounted = 10_000

/** A time in its largest unit. */
const durationOf = (seconds: number): string => {
  if (seconds < 100) return `${String(Math.round(seconds))} s`
  if (seconds < 6_000) return `${String(Math.round(seconds / 60))} min`
  if (seconds < 172_800) return `${String(Math.round(seconds / 3600))} h`
  return `${Math.round(seconds / 86_400).toLocaleString('en')} days`
}

/** How many events a view lacks, and since when. */
const lag = ({ behind }: ViewOf): string => {
  if (!behind || behind.events === 0) return ''
  const { events, seconds } = behind
  const count =
    events === mostCounted ? 'over 10,000 events' : events === 1 ? '1 event' : `${events.toLocaleString('en')} events`
  return `: ${count}, ${durationOf(seconds)}`
}

const standing = (view: ViewOf, paint: Paint): Cell => {
  const { stopped, building, upToDate, ofThisLog, code } = view
  if (code === 'older') return { text: `older version${lag(view)}`, paint: text => paint('dim', text) }
  if (!ofThisLog) return { text: 'of another log', paint: text => paint('red', text) }
  if (stopped) return { text: `stopped before ${stopped.position}`, paint: text => paint('red', text) }
  if (building) return { text: `not built yet${lag(view)}`, paint: text => paint('yellow', text) }
  return upToDate
    ? { text: 'up to date', paint: text => paint('green', text) }
    : { text: `behind${lag(view)}`, paint: text => paint('yellow', text) }
}

/** What this command line can't fold. */
const ownViews = (views: CrmStatus['views']): readonly string[] => {
  const names = views.filter(({ code }) => code === 'elsewhere' || code === 'newer').map(({ view }) => view)
  return names.length === 0
    ? []
    : ['', `Folded by an application of yours or by a newer version, not by eventcrm: ${names.map(visible).join(', ')}`]
}

const lines = (
  { head, views, claimsWithoutOwner }: CrmStatus,
  company: Company,
  width: number,
  paint: Paint,
): readonly string[] => {
  const dim = (text: string) => paint('dim', text)
  const bold = (text: string): Cell => ({ text, paint: shown => paint('bold', shown) })
  const settings = company
    ? [
        [bold('Company'), company.name ?? '(no name)'],
        [
          bold('Settings'),
          [company.timeZone, company.country ?? 'no country', company.currency, company.language].join(' · '),
        ],
      ]
    : [[bold('Company'), 'not set up yet: `eventcrm import` does it']]
  return [
    ...table(
      [{ title: '' }, { title: '', shrinks: true }],
      [...settings, [bold('Log'), head === null ? 'empty' : `up to position ${head}`]],
      { width, indent: 0 },
    ),
    '',
    ...table(
      [{ title: 'View' }, { title: '' }, { title: 'Folded up to' }],
      views.map(view => [view.view, standing(view, paint), view.checkpoint?.position ?? '–']),
      { width, indent: 0, paintTitles: dim },
    ),
    ...views
      .filter(isAtFault)
      .flatMap(({ view, stopped, ofThisLog }) => [
        ...(stopped ? ['', `${paint('red', visible(view))}: ${visible(stopped.reason)}`] : []),
        ...(ofThisLog
          ? []
          : ['', `${paint('red', visible(view))}: rebuild it, or bring back the log that it was folded from`]),
      ]),
    ...ownViews(views),
    '',
    ...(claimsWithoutOwner.length === 0
      ? ['Every claimed key has its owner.']
      : [
          paint(
            'yellow',
            `${String(claimsWithoutOwner.length)} claimed keys without an owner; sending the same command again mends it:`,
          ),
          ...claimsWithoutOwner.map(({ kind, claimId, ownerId }) => `  ${kind} ${claimId} for ${ownerId}`),
        ]),
  ]
}

export const statusCommand = (invocation: Invocation) =>
  command(
    invocation,
    'status',
    'Where the log and the documents stand. Exit code 1 when a view is stopped or of another log',
    [
      ['status -d crm.sqlite', 'for people'],
      ['status -d crm.sqlite --format json', 'for monitoring'],
    ],
  )
    .addOption(databaseOption())
    .addOption(formatOption(['table', 'json']))
    .action(async ({ database: file, format }) => {
      await withDatabase(invocation, given(file, '--database FILE'), { readOnly: true }, async ({ crm }) => {
        const status = await crm.status()
        const { status: founded, name, timeZone, country, currency, language } = await crm.state('company', theCompany)
        const company = founded === 'unfounded' ? null : { name, timeZone, country, currency, language }
        if (format === 'json') printJson(invocation, { company, ...status })
        else
          print(
            invocation,
            asTyped(
              lines(status, company, widthOf(invocation), paintFor(invocation.stdout, invocation)).join('\n'),
              invocation,
            ),
          )
        if (status.views.some(isAtFault)) invocation.finish(exitCodes.no)
      })
    })

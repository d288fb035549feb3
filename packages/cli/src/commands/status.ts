import type { CrmStatus } from '@eventcrm/crm'
import { theCompany, type CompanyState } from '@eventcrm/domain'
import { withDatabase } from '../database.ts'
import { placeGiven } from '../place.ts'
import { processLines } from '../process-lines.ts'
import { exitCodes } from '../exit-codes.ts'
import { table, wrapped, type Cell } from '../layout.ts'
import { statusWords, type StatusWords } from '../status-words.ts'
import { paintFor, print, printJson, widthOf, type Paint } from '../terminal.ts'
import { asTyped } from '../typed.ts'
import { visible } from '../visible.ts'
import { companyCommand, type Invocation } from './command.ts'
import { formatOption, languageOption } from './options.ts'

type ViewOf = CrmStatus['views'][number]
type Company = Pick<CompanyState, 'name' | 'timeZone' | 'country' | 'currency' | 'language'> | null

/** An older version that a newer one has taken the place of stands where it stood for good. */
const isAtFault = ({ stopped, ofThisLog, code }: ViewOf): boolean =>
  code !== 'older' && (stopped !== null || !ofThisLog)

/** Progress that can't be read any more says no position. */
const isDamaged = ({ position }: NonNullable<ViewOf['stopped']>): boolean => position === ''

const standing = (view: ViewOf, words: StatusWords, paint: Paint): Cell => {
  const { stopped, building, upToDate, ofThisLog, code, behind } = view
  const lag = behind && behind.events > 0 ? `: ${words.lag(behind.events, behind.seconds)}` : ''
  if (code === 'older') return { text: words.older + lag, paint: text => paint('dim', text) }
  if (!ofThisLog) return { text: words.otherLog, paint: text => paint('red', text) }
  if (stopped && isDamaged(stopped)) return { text: words.damaged, paint: text => paint('red', text) }
  if (stopped) return { text: words.stoppedBefore(stopped.position), paint: text => paint('red', text) }
  if (building) return { text: words.notBuilt + lag, paint: text => paint('yellow', text) }
  return upToDate
    ? { text: words.upToDate, paint: text => paint('green', text) }
    : { text: words.behind + lag, paint: text => paint('yellow', text) }
}

/** What this command line can't fold. */
const ownViews = (views: CrmStatus['views'], words: StatusWords): readonly string[] => {
  const names = views.filter(({ code }) => code === 'elsewhere' || code === 'newer').map(({ view }) => view)
  return names.length === 0 ? [] : ['', words.foldedElsewhere(names.map(visible).join(', '))]
}

/** What a new release has yet to build. */
const toPrepare = (views: CrmStatus['views'], words: StatusWords): readonly string[] => {
  const names = views.filter(({ code, building }) => code === 'here' && building).map(({ view }) => view)
  return names.length === 0 ? [] : ['', words.prepareThem(names.map(visible).join(', '))]
}

interface Page {
  readonly words: StatusWords
  readonly width: number
  readonly paint: Paint
}

const lines = (
  { head, views, processes, claimsWithoutOwner }: CrmStatus,
  company: Company,
  { words, width, paint }: Page,
): readonly string[] => {
  const dim = (text: string) => paint('dim', text)
  const settings: readonly (readonly [string, string])[] = [
    [words.company, company ? (company.name ?? words.noName) : words.notSetUp],
    ...(company
      ? [
          [
            words.settings,
            [company.timeZone, company.country ?? words.noCountry, company.currency, company.language].join(' · '),
          ] as const,
        ]
      : []),
    [words.log, head === null ? words.emptyLog : words.upTo(head)],
  ]
  const labels = Math.max(...settings.map(([label]) => label.length)) + 2
  return [
    ...settings.map(([label, text]) => paint('bold', label.padEnd(labels)) + wrapped(text, width, labels)),
    '',
    ...table(
      [{ title: words.view }, { title: '' }, { title: words.foldedUpTo }],
      views.map(view => [view.view, standing(view, words, paint), view.checkpoint?.position ?? '–']),
      { width, indent: 0, paintTitles: dim },
    ),
    ...views
      .filter(isAtFault)
      .flatMap(({ view, stopped, ofThisLog }) => [
        ...(stopped
          ? ['', `${paint('red', visible(view))}: ${isDamaged(stopped) ? words.foldAnew : visible(stopped.reason)}`]
          : []),
        ...(ofThisLog ? [] : ['', `${paint('red', visible(view))}: ${words.rebuildIt}`]),
      ]),
    ...toPrepare(views, words),
    ...ownViews(views, words),
    ...processLines(processes, { words, width, paint }),
    '',
    ...(claimsWithoutOwner.length === 0
      ? [words.allOwned]
      : [
          paint('yellow', words.withoutOwner(claimsWithoutOwner.length)),
          ...claimsWithoutOwner.map(({ kind, claimId, ownerId }) => `  ${words.claim(kind, claimId, ownerId)}`),
        ]),
  ]
}

export const statusCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'status',
    'Where the log, the documents and the processes stand. Exit code 1 when a view is stopped or of another log, or a step keeps failing',
    [
      ['status -d crm.sqlite', 'for people'],
      ['status -d crm.sqlite --format json', 'for monitoring'],
    ],
  )
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .action(async ({ format, ...options }) => {
      await withDatabase(invocation, placeGiven(invocation, options), { readOnly: true }, async ({ crm }) => {
        const status = await crm.status()
        const { status: founded, name, timeZone, country, currency, language } = await crm.state('company', theCompany)
        const company = founded === 'unfounded' ? null : { name, timeZone, country, currency, language }
        if (format === 'json') printJson(invocation, { company, ...status })
        else
          print(invocation, language => {
            const page = { width: widthOf(invocation), paint: paintFor(invocation.stdout, invocation) }
            return asTyped(lines(status, company, { ...page, words: statusWords[language] }).join('\n'), invocation)
          })
        if (status.views.some(isAtFault) || status.processes.some(({ failing }) => failing.length > 0))
          invocation.finish(exitCodes.no)
      })
    })

import { copyWithProgress } from '../copy/copy-with-progress.ts'
import { copyWords } from '../copy/copy-words.ts'
import { withTarget } from '../copy/target.ts'
import { hearLog, withDatabase } from '../database.ts'
import { unavailable, usageFault } from '../fault.ts'
import { pathOf, withStores, type OpenedStores } from '../open-stores.ts'
import { placeGiven, quotedPlace, shownPlace, theWritten, type Place, type PlaceNames } from '../place.ts'
import { inEach } from '../speech.ts'
import { print, printJson, type CliContext } from '../terminal.ts'
import { visible } from '../visible.ts'
import { companyCommand, type Invocation } from './command.ts'
import { formatOption, languageOption, onServers } from './options.ts'
import { Option } from '@commander-js/extra-typings'

/** Where the copy goes. */
const targetNames: PlaceNames = {
  database: '--to',
  events: '--to-events',
  documents: '--to-documents',
  eventsVariable: 'EVENTCRM_TO_EVENTS',
  documentsVariable: 'EVENTCRM_TO_DOCUMENTS',
}

/** @throws Fault where a copy would be written to what it is read from */
const checkApart = (context: CliContext, from: Place, to: Place): void => {
  const isOneFile =
    from.file !== undefined && to.file !== undefined && pathOf(context, from.file) === pathOf(context, to.file)
  const isOneLog = from.events === undefined ? isOneFile && to.events === undefined : from.events === to.events
  if (isOneLog)
    throw usageFault(
      { en: `${quotedPlace(to)} is what is copied`, vi: `${quotedPlace(to)} chính là nơi cần sao chép` },
      { en: 'give another place: --to FILE', vi: 'hãy chỉ ra nơi khác: --to FILE' },
    )
}

/** @throws Fault where there is nothing to copy */
const hear = async (context: CliContext, { events }: OpenedStores, place: Place): Promise<void> => {
  if ((await events.head()) === null) {
    const name = quotedPlace(place)
    throw unavailable({ en: `${name} holds no company`, vi: `${name} không có công ty nào` }, theWritten(place))
  }
  await hearLog(context, events)
}

export const copyCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'copy',
    'Copies the log and the company’s secret to another place: same events, same order, same times, each compared in the end. Run again, it goes on',
    [
      [
        'copy -d crm.sqlite --to-events "esdb://localhost:2113?tls=false" --to-documents mongodb://localhost',
        'from a file to servers',
      ],
      ['copy -d crm.sqlite --to copy.sqlite', 'into another file'],
    ],
  )
    .option('--to <file>', 'SQLite file that the copy goes to')
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .addOption(new Option('--to-events <url>', 'where the copy’s log goes, or EVENTCRM_TO_EVENTS').helpGroup(onServers))
    .addOption(
      new Option('--to-documents <url>', 'where its documents go, or EVENTCRM_TO_DOCUMENTS').helpGroup(onServers),
    )
    .action(async ({ to, toEvents, toDocuments, format, ...options }) => {
      const { namespace } = options
      const place = placeGiven(invocation, options)
      const target = placeGiven(
        invocation,
        { database: to, events: toEvents, documents: toDocuments, namespace },
        { names: targetNames },
      )
      checkApart(invocation, place, target)
      const copied = await withStores(invocation, place, { readOnly: true }, async from => {
        await hear(invocation, from, place)
        return withTarget(invocation, target, to => copyWithProgress(invocation, from, to))
      })
      const fold = inEach(language => copyWords[language].fold)
      await withDatabase(invocation, target, {}, ({ catchUp }) => catchUp(fold))
      if (format === 'json') {
        printJson(invocation, copied)
        return
      }
      const { events, written, upTo } = copied
      const where = visible(shownPlace(target))
      print(invocation, language => {
        const words = copyWords[language]
        return [words.made({ events, written, where, upTo: upTo ?? '' }), words.equal, words.since].join('\n')
      })
    })

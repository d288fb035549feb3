import { theCompany } from '@eventcrm/domain'
import { readLog, StreamContinuity, StreamIncomplete, type DecodedEvent, type EventStore } from '@eventcrm/event-store'
import { directory } from '@eventcrm/read-model-directory'
import { opportunities, pipelines } from '@eventcrm/read-model-pipeline'
import { withDocuments } from '../database.ts'
import { placeGiven } from '../place.ts'
import { clockOf } from '../clock.ts'
import { exitCodes } from '../exit-codes.ts'
import { logFilter, positionBehind } from '../history/log-filter.ts'
import { logLines } from '../history/log-lines.ts'
import { namesOfThings } from '../history/names-of-things.ts'
import { wholeLog } from '../history/whole-log.ts'
import { idsIn } from '../history/show-value.ts'
import { note, paintFor, widthOf, written } from '../terminal.ts'
import { visibleJson } from '../visible.ts'
import { companyCommand, type Invocation } from './command.ts'
import { count, day, formatOption, languageOption } from './options.ts'

/** Names are looked up, and lines written, for so many events at once; no more are held. */
const atOnce = 200

/** Events that pass, in batches, and no more of them than asked for. */
async function* batches(
  events: AsyncIterable<DecodedEvent>,
  passes: (event: DecodedEvent) => boolean,
  limit: number,
): AsyncGenerator<readonly DecodedEvent[]> {
  let [batch, left]: [DecodedEvent[], number] = [[], limit]
  for await (const event of events) {
    if (!passes(event)) continue
    batch.push(event)
    if (--left === 0) break
    if (batch.length < atOnce) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** What a stream lacks right before one of its events. */
const lackedBefore = async (
  log: EventStore,
  { stream, revision }: DecodedEvent,
): Promise<StreamIncomplete | undefined> => {
  try {
    for await (const _ of log.readStream(stream, { from: revision - 1, limit: 1 })) return undefined
  } catch (error) {
    if (error instanceof StreamIncomplete) return error
    throw error
  }
  return undefined
}

/**
 * Events as they come, and each hole in a stream.
 * @param log where events are missing that are not asked for: what comes before them is asked of their streams
 */
async function* toldOfHoles(
  events: AsyncIterable<DecodedEvent>,
  log: EventStore | null,
  tell: (hole: StreamIncomplete) => void,
): AsyncGenerator<DecodedEvent> {
  const continuity = new StreamContinuity()
  for await (const event of events) {
    const notMet = continuity.holeBefore(event)
    const hole = notMet && log ? await lackedBefore(log, event) : notMet
    if (hole) tell(hole)
    yield event
  }
}

export const logCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'log',
    'Who did what, across everything, in the order in which it was written down. Exit code 1 when nothing is found',
    [
      ['log -d crm.sqlite --recorded 2026-03-31', 'what was written down on a day, whenever it happened'],
      ['log -d crm.sqlite --actor "Nguyễn Thị Lan" --type MarkedWon MarkedLost', 'what she closed'],
      ['log -d crm.sqlite --since 1204 --limit 100', 'what comes behind a position'],
      ['log -d crm.sqlite --format jsonl | jq \'select(.source == "import")\'', 'a line of JSON for each event'],
    ],
  )
    .option('--actor <name>', 'only what this person did: name or beginning of the name of a staff member, or an id')
    .option('--on <day>', 'only what happened on this day of the company', day)
    .option('--recorded <day>', 'only what was written down on this day', day)
    .option('--type <types...>', 'only events of these types: docs/events.md')
    .option('--since <position>', 'only what comes behind this position of the log')
    .option('--limit <count>', 'at most so many events; all when left out', count(1_000_000_000))
    .addOption(formatOption(['table', 'jsonl']))
    .addOption(languageOption())
    .action(async ({ database, events, documents, namespace, format, ...options }) => {
      const { since, limit = Infinity, ...filters } = options
      const place = placeGiven(invocation, { database, events, documents, namespace })
      await withDocuments(invocation, place, [directory, opportunities, pipelines], async ({ crm, stores }) => {
        const { passes, noneBecause } = await logFilter(crm, filters)
        const after = since === undefined ? {} : { after: positionBehind(since, (await crm.status()).head) }
        const { timeZone } = await crm.state('company', theCompany)
        const { language } = invocation.speech
        const page = {
          language,
          width: widthOf(invocation),
          paint: paintFor(invocation.stdout, invocation),
          at: clockOf(timeZone, language),
        }
        let [told, last] = [0, '']
        const events = toldOfHoles(
          readLog(stores.events, wholeLog, { ...after, follow: false }),
          since === undefined ? null : stores.events,
          ({ stream, revision }) => {
            invocation.finish(exitCodes.unavailable)
            note(invocation, {
              en: `${stream} lacks revision ${String(revision)}: the log has lost it; \`eventcrm verify\` tells what else is missing`,
              vi: `${stream} thiếu sự kiện số ${String(revision)}: nhật ký đã mất sự kiện này; \`eventcrm verify\` cho biết còn thiếu gì`,
            })
          },
        )
        for await (const batch of batches(events, passes, limit)) {
          const names = await namesOfThings(
            crm,
            batch.flatMap(({ streamId, actor, data }) => [streamId, actor, ...idsIn(data)]),
          )
          const lines = batch.map(event =>
            format === 'jsonl'
              ? visibleJson(
                  { ...event, name: names.get(event.streamId) ?? null, actorName: names.get(event.actor) ?? null },
                  0,
                )
              : logLines(event, { ...page, names }),
          )
          if (!(await written(invocation, lines.join('\n')))) return
          told += batch.length
          last = batch.at(-1)?.position ?? last
        }
        if (told === 0) throw await noneBecause()
        if (told === limit)
          note(invocation, {
            en: `--limit ${String(limit)} reached: go on with --since ${last}`,
            vi: `đã đủ --limit ${String(limit)}: xem tiếp bằng --since ${last}`,
          })
      })
    })

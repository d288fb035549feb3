import { theCompany } from '@eventcrm/domain'
import type { DecodedEvent } from '@eventcrm/event-store'
import { withDocuments } from '../database.ts'
import { exitCodes } from '../exit-codes.ts'
import { Fault } from '../fault.ts'
import { clockOf } from '../history/history-table.ts'
import { logFilter, positionBehind } from '../history/log-filter.ts'
import { logLines } from '../history/log-lines.ts'
import { namesOfThings } from '../history/names-of-things.ts'
import { idsIn } from '../history/show-value.ts'
import { note, paintFor, widthOf, written } from '../terminal.ts'
import { visibleJson } from '../visible.ts'
import { command, type Invocation } from './command.ts'
import { count, databaseOption, day, formatOption, given, languageOption } from './options.ts'

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

export const logCommand = (invocation: Invocation) =>
  command(invocation, 'log', 'Who did what, across everything, in the order in which it was written down', [
    ['log -d crm.sqlite --recorded 2026-03-31', 'what was written down on a day, whenever it happened'],
    ['log -d crm.sqlite --actor "Nguyễn Thị Lan" --type MarkedWon MarkedLost', 'what she closed'],
    ['log -d crm.sqlite --since 000000000000001204 --limit 100', 'what comes behind a position'],
    ['log -d crm.sqlite --format jsonl | jq \'select(.source == "import")\'', 'a line of JSON for each event'],
  ])
    .addOption(databaseOption())
    .option('--actor <name>', 'only what this person did: name or beginning of the name of a staff member, or an id')
    .option('--on <day>', 'only what happened on this day of the company', day)
    .option('--recorded <day>', 'only what was written down on this day', day)
    .option('--type <types...>', 'only events of these types: docs/events.md')
    .option('--since <position>', 'only what comes behind this position of the log')
    .option('--limit <count>', 'at most so many events', count(1_000_000_000))
    .addOption(formatOption(['table', 'jsonl']))
    .addOption(languageOption())
    .action(async ({ database: file, format, language: asked, since, limit = Infinity, ...filters }) => {
      await withDocuments(invocation, given(file, '--database FILE'), 'documents', async ({ crm }) => {
        const passes = await logFilter(crm, filters)
        const after = since === undefined ? {} : { after: positionBehind(since, (await crm.status()).head) }
        const { language, timeZone } = await crm.state('company', theCompany)
        const page = {
          language: asked ?? language,
          width: widthOf(invocation),
          paint: paintFor(invocation.stdout, invocation),
          at: clockOf(timeZone, asked ?? language),
        }
        let [told, last] = [0, '']
        for await (const batch of batches(crm.events({ ...after, follow: false }), passes, limit)) {
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
        if (told === 0) throw new Fault(exitCodes.no, 'no event in the log is as asked')
        if (told === limit)
          note(
            invocation,
            {
              en: `--limit ${String(limit)} reached: go on with --since ${last}`,
              vi: `đã đủ --limit ${String(limit)}: xem tiếp bằng --since ${last}`,
            }[page.language],
          )
      })
    })

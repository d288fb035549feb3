import { aggregates, theCompany } from '@eventcrm/domain'
import type { DecodedEvent } from '@eventcrm/event-store'
import { directory } from '@eventcrm/read-model-directory'
import { opportunities, pipelines } from '@eventcrm/read-model-pipeline'
import { withDatabase } from '../database.ts'
import { namespaceOf, placeGiven } from '../place.ts'
import { exitCodes } from '../exit-codes.ts'
import { Fault, usageFault } from '../fault.ts'
import { historyTable } from '../history/history-table.ts'
import { namesAsFarAsKnown } from '../history/names-of-things.ts'
import { idsIn } from '../history/show-value.ts'
import { describedStream, kindNames, namedStream } from '../history/which-stream.ts'
import { isUuid } from '../resolve-name.ts'
import { paintFor, print, printJson, widthOf } from '../terminal.ts'
import { companyCommand, type Invocation } from './command.ts'
import { formatOption, languageOption } from './options.ts'

/** What the stream is about: a title or a name, the latest there is. */
const headingOf = (events: readonly DecodedEvent[]): string | undefined => {
  for (const { data } of events.toReversed()) {
    if ('title' in data && typeof data.title === 'string') return data.title
    if ('name' in data && typeof data.name === 'string' && !('stageId' in data) && !('reasonId' in data))
      return data.name
  }
  return undefined
}

export const historyCommand = (invocation: Invocation) =>
  companyCommand(invocation, 'history', 'Who did what to one thing, when, and why. Exit code 1 when nothing is found', [
    ['history opportunity 1C1I7A6R -d crm.sqlite', 'an opportunity by the key it was imported under'],
    ['history customer "Kan-code" -d crm.sqlite', 'a customer by name'],
    ['history crm.opportunity-0b7e…c1 -d crm.sqlite --format json', 'any stream, as events'],
  ])
    .argument('<stream>', `a stream (crm.opportunity-<uuid>), or what it is: ${kindNames.join(', ')}`)
    .argument('[which]', 'its name or title, or the beginning of it, its id, or the key it was imported under')
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .action(async (stream, which, { format, ...options }) => {
      const place = placeGiven(invocation, options)
      const named = which === undefined ? namedStream(stream) : undefined
      if (named && options.namespace !== undefined && options.namespace !== named.namespace)
        throw usageFault({
          en: `STREAM: that is a stream of '${named.namespace}', not of the --namespace given`,
          vi: `STREAM: đó là luồng của '${named.namespace}', không phải của --namespace đã cho`,
        })
      await withDatabase(
        invocation,
        { ...place, ...(named ? { namespace: named.namespace } : {}) },
        { readOnly: true },
        async ({ crm, tellLacking }) => {
          const { aggregate, id } = named ?? (await describedStream(crm, place, stream, which, tellLacking))
          const events: DecodedEvent[] = []
          for await (const event of crm.history(aggregate, id)) events.push(event)
          const [first] = events
          if (!first) {
            const name = `${named?.namespace ?? namespaceOf(place)}.${aggregates[aggregate].category}-${id}`
            throw new Fault(
              exitCodes.no,
              { en: `nothing ever happened in ${name}`, vi: `chưa từng có gì xảy ra trong ${name}` },
              [
                {
                  en: 'see that the id is right, and the database',
                  vi: 'hãy kiểm tra lại mã và cơ sở dữ liệu',
                },
              ],
            )
          }
          if (format === 'json') {
            printJson(invocation, events)
            return
          }
          const { timeZone } = await crm.state('company', theCompany)
          const ids = events.flatMap(({ data, actor }) => [actor, ...idsIn(data)])
          const names = await namesAsFarAsKnown(crm, invocation, ids)
          // an id is shown for what has no name there; the company's own history is about no other thing
          if (aggregate !== 'company' && ids.some(id => isUuid(id) && !names.has(id)))
            await tellLacking([directory, opportunities, pipelines])
          const options = {
            names,
            width: widthOf(invocation),
            paint: paintFor(invocation.stdout, invocation),
            timeZone,
          }
          print(invocation, language => historyTable(first.stream, headingOf(events), events, { ...options, language }))
        },
      )
    })

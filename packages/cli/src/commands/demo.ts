import { secretOf } from '../demo/ids.ts'
import { planOf } from '../demo/plan.ts'
import { play, SimulatedClock, type Played } from '../demo/play.ts'
import { foundingId, whose } from '../demo/whose.ts'
import { lastDay } from '../demo/working-days.ts'
import { theCompany } from '@eventcrm/domain'
import type { Crm } from '@eventcrm/crm'
import { withDatabase } from '../database.ts'
import { exitCodes } from '../exit-codes.ts'
import { Fault } from '../fault.ts'
import { showProgress } from '../progress.ts'
import { pipelineTable } from '../report/pipeline-table.ts'
import { note, paintFor, print, widthOf } from '../terminal.ts'
import { command, type Invocation } from './command.ts'
import { count, languageOption } from './options.ts'
import { nextSteps } from '../demo/next-steps.ts'

/** A day in the middle of the year, for a report of the past. */
const pastDay = '2025-06-30'

const checkWhose = async (crm: Crm, file: string, wanted: string) => {
  const there = await whose(crm)
  if (!there || there.demo === wanted) return
  const holds =
    there.demo === null
      ? 'a company that is not a demo'
      : `another demo (${there.demo.replace('demo/', '').replace('/', ', ')})`
  throw new Fault(exitCodes.usage, `'${file}' holds ${holds}`, [
    'give another file: --database other.sqlite',
    ...(there.demo === null ? [] : ['or delete that one first']),
  ])
}

export const demoCommand = (invocation: Invocation) =>
  command('demo', 'Makes a believable Vietnamese company’s year 2025 by commands, and shows its pipeline', [
    ['eventcrm demo', 'makes demo.sqlite in this folder; a second time, it only shows'],
    ['eventcrm demo --seed 7 --opportunities 2000 --database big.sqlite', 'another company, and a bigger one'],
  ])
    .option('--seed <number>', 'which company: the same seed makes the same events', count(1_000_000), 1)
    .option('--opportunities <count>', 'how many opportunities', count(100_000), 300)
    .option('-d, --database <file>', 'SQLite file to make', 'demo.sqlite')
    .addOption(languageOption())
    .action(async ({ seed, opportunities, database: file, language }) => {
      const clock = new SimulatedClock()
      const steps = planOf(seed, opportunities)
      const options = { make: true, clock: clock.now, secrets: { 'crm/outsideKeys': secretOf(seed) } }
      await withDatabase(invocation, file, options, async ({ crm, catchUp }) => {
        await checkWhose(crm, file, foundingId(seed, opportunities))
        const began = performance.now()
        const progress = showProgress(invocation, 'Living through 2025', steps.length)
        const played = await invocation.stop.during(async (signal): Promise<Played> => {
          try {
            return await play(crm, steps, clock, (done, { at }) => progress.update(done, at.slice(0, 10)), signal)
          } finally {
            progress.end()
          }
        })
        if (played.steps < steps.length) {
          note(invocation, 'Stopped. What was done stays; run the same command again to go on.')
          invocation.finish(exitCodes.interrupted)
          return
        }
        await catchUp()
        const seconds = ((performance.now() - began) / 1000).toFixed(1)
        const company = await crm.state('company', theCompany)
        const paint = paintFor(invocation.stdout)
        const shown = {
          language: language ?? company.language,
          width: widthOf(invocation),
          paint,
          top: 10,
          names: new Map<string, string>(),
        }
        const counted = (number: number) => number.toLocaleString('en')
        print(
          invocation,
          [
            paint('bold', company.name ?? ''),
            paint(
              'dim',
              `${counted(played.events)} events of ${counted(opportunities)} opportunities in ${file}, made by ${counted(played.steps)} commands in ${seconds} s`,
            ),
            '',
            pipelineTable(await crm.reports.pipeline({ asOf: lastDay }), shown),
            '',
            pipelineTable(await crm.reports.pipeline({ asOf: pastDay }), { ...shown, short: true }),
            '',
            nextSteps(steps, { file, paint, byNpm: invocation.environment['npm_lifecycle_event'] !== undefined }),
          ].join('\n'),
        )
      })
    })

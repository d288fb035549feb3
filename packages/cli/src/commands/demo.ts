import type { Crm } from '@eventcrm/crm'
import { createDemo, lastDay, type Content, type Demo } from '@eventcrm/demo'
import { theCompany, type Language } from '@eventcrm/domain'
import { pipelineReport } from '@eventcrm/read-model-pipeline'
import { withDatabase, withStores } from '../database.ts'
import { demoWords } from '../demo/demo-words.ts'
import { headline } from '../demo/headline.ts'
import { nextSteps } from '../demo/next-steps.ts'
import { exitCodes } from '../exit-codes.ts'
import { usageFault } from '../fault.ts'
import { wrapped } from '../layout.ts'
import { showProgress } from '../progress.ts'
import { quotedFile } from '../quoted.ts'
import { askReport } from '../report/ask-report.ts'
import { reportTable } from '../report/report-table.ts'
import { note, paintFor, print, widthOf } from '../terminal.ts'
import { programName } from '../typed.ts'
import { command, type Invocation } from './command.ts'
import { count, languageOption } from './options.ts'

/** A day in the middle of the year, for a report of the past. */
const pastDay = '2025-06-30'

/** @throws Fault when something else is in the file */
const checkContent = (content: Content, file: string): void => {
  if (content === 'nothing' || content === 'this demo') return
  const isDemo = content !== 'something else'
  throw usageFault(
    `${quotedFile(file)} holds ${isDemo ? `another demo: ${content.demo}` : 'something that is not a demo'}`,
    'give another file: --database other.sqlite',
    ...(isDemo ? ['or delete that one first'] : []),
  )
}

interface Told {
  readonly file: string
  readonly language: Language
}

/** Plays what is missing of the year with a progress bar; false when it was stopped on the way. */
const live = async (
  invocation: Invocation,
  crm: Crm,
  demo: Demo,
  { from, language }: { readonly from: number; readonly language: Language },
): Promise<boolean> => {
  const progress = showProgress(invocation, demoWords[language].living, demo.steps.length)
  try {
    return await invocation.stop.during(signal =>
      demo.play(crm, { from, signal, onStep: (done, { at }) => progress.update(done, at.slice(0, 10)) }),
    )
  } finally {
    progress.end()
  }
}

/** Its pipeline at the end of the year and in the middle of it, what to type next, and the headline where the eye is at the end. */
const tell = async (
  invocation: Invocation,
  crm: Crm,
  { steps }: Demo,
  { file, language, name, made }: Told & { readonly name: string; readonly made: string },
) => {
  const paint = paintFor(invocation.stdout, invocation)
  const words = demoWords[language]
  const shown = { language, width: widthOf(invocation), paint }
  const proves = (text: string) => paint('italic', wrapped(text, shown.width, 0))
  const now = await askReport(crm, pipelineReport, { asOf: lastDay })
  const then = await askReport(crm, pipelineReport, { asOf: pastDay })
  const parts = [
    [proves(words.fromEvents(steps.length)), '', reportTable(now, shown)].join('\n'),
    [proves(words.asOfThen(pastDay)), '', reportTable(then, { ...shown, only: ['total', 'stage'] })].join('\n'),
    nextSteps(steps, { ...shown, file, program: programName(invocation) }),
    headline([then, now], { ...shown, name, made }),
  ]
  print(invocation, parts.join('\n\n'))
}

export const demoCommand = (invocation: Invocation) =>
  command(invocation, 'demo', 'Makes a believable Vietnamese company’s year 2025 by commands, and shows its pipeline', [
    ['demo', 'makes demo.sqlite in this folder; a second time, it only shows'],
    ['demo --seed 7 --opportunities 2000 -d big.sqlite', 'another company, and a bigger one'],
  ])
    .option('--seed <number>', 'which company: the same seed makes the same events', count(1_000_000), 1)
    .option('--opportunities <count>', 'how many opportunities', count(100_000), 300)
    .option('-d, --database <file>', 'SQLite file to make', 'demo.sqlite')
    .addOption(languageOption())
    .action(async ({ seed, opportunities, database: file, language }) => {
      const began = performance.now()
      const demo = createDemo({ seed, opportunities })
      const options = { make: true, secrets: demo.secrets }
      const [before, from] = await withStores(invocation, file, options, async stores => [
        await demo.contentOf(stores),
        await demo.stepsIn(stores),
      ])
      checkContent(before, file)
      await withDatabase(invocation, file, { ...options, with: demo.crmOptions }, async ({ crm, catchUp }) => {
        const { name, language: companys } = await crm.state('company', theCompany)
        const told = { file, language: language ?? companys }
        const words = demoWords[told.language]
        if (!(await live(invocation, crm, demo, { from, language: told.language }))) {
          note(invocation, words.stopped)
          invocation.finish(exitCodes.interrupted)
          return
        }
        const events = await catchUp(words.catchingUp)
        const seconds = (performance.now() - began) / 1000
        const commands = demo.steps.length
        const made =
          before === 'this demo'
            ? words.before(opportunities, commands, file)
            : words.made(opportunities, commands, events, file, Math.round(seconds * 10) / 10)
        await tell(invocation, crm, demo, { ...told, name: name ?? '', made })
      })
    })

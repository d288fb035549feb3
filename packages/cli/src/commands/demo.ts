import type { Crm } from '@eventcrm/crm'
import { createDemo, lastDay, type Content, type Demo } from '@eventcrm/demo'
import { theCompany, type Language } from '@eventcrm/domain'
import { pipelineReport } from '@eventcrm/read-model-pipeline'
import { withDatabase, withStores } from '../database.ts'
import { nextSteps } from '../demo-next-steps.ts'
import { exitCodes } from '../exit-codes.ts'
import { usageFault } from '../fault.ts'
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

/** Plays the year with a progress bar; false when it was stopped on the way. */
const live = async (invocation: Invocation, crm: Crm, demo: Demo): Promise<boolean> => {
  const progress = showProgress(invocation, 'Living through 2025', demo.steps.length)
  try {
    return await invocation.stop.during(signal =>
      demo.play(crm, { signal, onStep: (done, { at }) => progress.update(done, at.slice(0, 10)) }),
    )
  } finally {
    progress.end()
  }
}

/** The company, its pipeline at the end of the year and in the middle of it, and what to type next. */
const tell = async (
  invocation: Invocation,
  crm: Crm,
  { steps }: Demo,
  { file, language, made }: { readonly file: string; readonly language: Language | undefined; readonly made: string },
) => {
  const paint = paintFor(invocation.stdout, invocation)
  const { name, language: companys } = await crm.state('company', theCompany)
  const shown = { language: language ?? companys, width: widthOf(invocation), paint }
  const parts = [
    [paint('bold', name ?? ''), paint('dim', made)].join('\n'),
    reportTable(await askReport(crm, pipelineReport, { asOf: lastDay }), shown),
    reportTable(await askReport(crm, pipelineReport, { asOf: pastDay }), { ...shown, only: ['total', 'stage'] }),
    nextSteps(steps, { file, paint, program: programName(invocation) }),
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
      const before = await withStores(invocation, file, options, demo.contentOf)
      checkContent(before, file)
      await withDatabase(invocation, file, { ...options, with: demo.crmOptions }, async ({ crm, catchUp }) => {
        if (!(await live(invocation, crm, demo))) {
          note(invocation, 'Stopped. What was done stays; run the same command again to go on.')
          invocation.finish(exitCodes.interrupted)
          return
        }
        const events = await catchUp()
        const seconds = ((performance.now() - began) / 1000).toFixed(1)
        const [commands, opened] = [demo.steps.length.toLocaleString('en'), opportunities.toLocaleString('en')]
        const made =
          before === 'this demo'
            ? `${opened} opportunities by ${commands} commands, in ${file} before`
            : `${opened} opportunities by ${commands} commands, ${events.toLocaleString('en')} events, in ${file}: ${seconds} s`
        await tell(invocation, crm, demo, { file, language, made })
      })
    })

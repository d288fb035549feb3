import type { Crm } from '@eventcrm/crm'
import { createDemo, lastDay, type Content, type Demo } from '@eventcrm/demo'
import { theCompany } from '@eventcrm/domain'
import { clvReport } from '@eventcrm/read-model-clv'
import { leadFunnel } from '@eventcrm/read-model-directory'
import { pipelineReport } from '@eventcrm/read-model-pipeline'
import { receivablesReport } from '@eventcrm/read-model-receivables'
import { hearCompany, withDatabase } from '../database.ts'
import { withStores } from '../open-stores.ts'
import { anotherPlace, isFileAlone, namespaceOf, placeGiven, quotedPlace, shownPlace, type Place } from '../place.ts'
import { demoWords, type DemoWords } from '../demo/demo-words.ts'
import { headline } from '../demo/headline.ts'
import { nextSteps } from '../demo/next-steps.ts'
import { exitCodes } from '../exit-codes.ts'
import { usageFault } from '../fault.ts'
import { wrapped } from '../layout.ts'
import { showProgress } from '../progress.ts'
import { askReport } from '../report/ask-report.ts'
import { reportTable } from '../report/report-table.ts'
import { inEach } from '../speech.ts'
import { note, paintFor, print, widthOf } from '../terminal.ts'
import { programName } from '../typed.ts'
import { companyCommand, type Invocation } from './command.ts'
import { count, languageOption } from './options.ts'

/** A day half a year before the last, for a report of the past. */
const pastDay = '2025-06-30'

/** @throws Fault when something else is in the file */
const checkContent = (content: Content, place: Place): void => {
  if (content === 'nothing' || content === 'this demo') return
  const name = quotedPlace(place)
  const other = anotherPlace(place)
  const another = { en: `give another place: ${other}`, vi: `hãy dùng nơi khác: ${other}` }
  if (content === 'something else')
    throw usageFault(
      { en: `${name} holds something that is not a demo`, vi: `${name} chứa thứ không phải bản demo` },
      another,
    )
  throw usageFault(
    {
      en: `${name} holds another demo: ${content.demo}`,
      vi: `${name} chứa một bản demo khác: ${content.demo.replace('opportunities', 'cơ hội')}`,
    },
    another,
    ...(isFileAlone(place) ? [{ en: 'or delete that one first', vi: 'hoặc xóa tệp đó trước' }] : []),
  )
}

/** Plays what is missing of the two years with a progress bar; false when it was stopped on the way. */
const live = async (invocation: Invocation, crm: Crm, demo: Demo, from: number): Promise<boolean> => {
  const progress = showProgress(
    invocation,
    inEach(language => demoWords[language].living),
    demo.steps.length,
  )
  try {
    return await invocation.stop.during(signal =>
      demo.play(crm, { from, signal, onStep: (done, { at }) => progress.update(done, at.slice(0, 10)) }),
    )
  } finally {
    progress.end()
  }
}

/** What became of its leads, its pipeline at the end and half a year before, what it is owed and what its customers are worth, what to type next, and the headline where the eye is at the end. */
const tell = async (
  invocation: Invocation,
  crm: Crm,
  { steps }: Demo,
  { place, made }: { readonly place: Place; readonly made: (words: DemoWords) => string },
) => {
  const paint = paintFor(invocation.stdout, invocation)
  const now = await askReport(crm, pipelineReport, { asOf: lastDay })
  const then = await askReport(crm, pipelineReport, { asOf: pastDay })
  const funnel = await askReport(crm, leadFunnel, { asOf: lastDay })
  const owed = await askReport(crm, receivablesReport, { asOf: lastDay })
  const worth = await askReport(crm, clvReport, { asOf: lastDay })
  const { name, language: companys } = await crm.state('company', theCompany)
  print(invocation, language => {
    const words = demoWords[language]
    const shown = { language, width: widthOf(invocation), paint }
    const proves = (text: string) => paint('italic', wrapped(text, shown.width, 0))
    return [
      [proves(words.fromEvents(steps.length)), '', reportTable(now, shown)].join('\n'),
      [proves(words.asOfThen(pastDay)), '', reportTable(then, { ...shown, only: ['total', 'stage'] })].join('\n'),
      [proves(words.fromLeads), '', reportTable(funnel, { ...shown, only: ['total', 'source'] })].join('\n'),
      [proves(words.fromInvoices), '', reportTable(owed, { ...shown, only: ['total', 'ageing'] })].join('\n'),
      [proves(words.fromCustomers), '', reportTable(worth, { ...shown, only: ['total', 'segment'] })].join('\n'),
      ...(language === companys
        ? []
        : [paint('yellow', wrapped(words.otherLanguage(anotherPlace(place)), shown.width, 0))]),
      nextSteps(steps, { ...shown, companys, place, program: programName(invocation) }),
      headline([then, now], { ...shown, name: name ?? '', made: made(words) }),
    ].join('\n\n')
  })
}

export const demoCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'demo',
    'Makes two years of a believable Vietnamese company by commands, from its leads on, and shows its pipeline, what it is owed and what its customers are worth',
    [
      ['demo', 'makes demo.sqlite in this folder; a second time, it only shows'],
      ['demo --seed 7 --opportunities 2000 -d big.sqlite', 'another company, and a bigger one'],
    ],
    'SQLite file to make (default: demo.sqlite)',
  )
    .option('--seed <number>', 'which company: the same seed makes the same events', count(1_000_000), 1)
    .option('--opportunities <count>', 'how many opportunities, besides more leads than that', count(100_000), 700)
    .addOption(
      languageOption('wording, its stages and reasons among it: as it was made, vi for a new one, when left out'),
    )
    .action(async ({ seed, opportunities, ...options }) => {
      const began = performance.now()
      // a demo that is there already goes on in the language in which it began
      const { speech } = invocation
      const place = placeGiven(invocation, options, { otherwise: 'demo.sqlite' })
      await hearCompany(invocation, place)
      const demo = createDemo({
        seed,
        opportunities,
        language: speech.companys ?? speech.asked ?? 'vi',
        namespace: namespaceOf(place),
      })
      const [before, from] = await withStores(invocation, place, { make: true }, async stores => {
        const content = await demo.contentOf(stores)
        if (content === 'nothing')
          for (const [name, secret] of Object.entries(demo.secrets)) await stores.keys.secret(name, secret)
        return [content, await demo.stepsIn(stores)] as const
      })
      checkContent(before, place)
      await withDatabase(
        invocation,
        place,
        { make: true, with: stores => ({ ...demo.crmOptions(stores), runProcesses: true }) },
        async ({ crm, catchUp }) => {
          if (!(await live(invocation, crm, demo, from))) {
            note(
              invocation,
              inEach(language => demoWords[language].stopped),
            )
            invocation.finish(exitCodes.interrupted)
            return
          }
          await crm.processes.settle()
          const events = await catchUp()
          const seconds = Math.round((performance.now() - began) / 100) / 10
          const commands = demo.steps.length
          const made = (words: DemoWords): string =>
            before === 'this demo'
              ? words.before(demo.leads, opportunities, commands, shownPlace(place))
              : words.made(demo.leads, opportunities, commands, events, shownPlace(place), seconds)
          await tell(invocation, crm, demo, { place, made })
        },
      )
    })

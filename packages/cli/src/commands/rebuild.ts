import { withDatabase } from '../database.ts'
import { print } from '../terminal.ts'
import { command, type Invocation } from './command.ts'
import { databaseOption, given } from './options.ts'

export const rebuildCommand = (invocation: Invocation) =>
  command(invocation, 'rebuild', 'Throws the documents away and folds them anew from the log; the log stays as it is', [
    ['rebuild -d crm.sqlite', 'after the cause of a stopped view was mended'],
  ])
    .addOption(databaseOption())
    .action(async ({ database: file }) => {
      await withDatabase(invocation, given(file, '--database FILE'), {}, async ({ crm, rebuild }) => {
        const began = performance.now()
        const events = await rebuild()
        const { views } = await crm.status()
        const seconds = ((performance.now() - began) / 1000).toFixed(1)
        const namesOf = (isMeant: (code: (typeof views)[number]['code']) => boolean) =>
          views.flatMap(({ view, code }) => (isMeant(code) ? [view] : [])).join(', ')
        const rebuilt = namesOf(code => code === 'here')
        print(invocation, `Rebuilt ${rebuilt} from ${events.toLocaleString('en')} events in ${seconds} s`)
        const others = namesOf(code => code === 'elsewhere' || code === 'newer')
        if (others !== '')
          print(
            invocation,
            `Not rebuilt, since eventcrm does not have their code: ${others}. Their application does it: crm.rebuild()`,
          )
      })
    })

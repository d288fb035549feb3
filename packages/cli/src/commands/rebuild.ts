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
        const names = views.map(({ view }) => view).join(', ')
        print(invocation, `Rebuilt ${names} from ${events.toLocaleString('en')} events in ${seconds} s`)
      })
    })

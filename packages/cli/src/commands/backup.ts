import { backupSqlite, DatabaseRefused } from '@eventcrm/sqlite'
import { statSync } from 'node:fs'
import { pathOf, withStores } from '../database.ts'
import { exitCodes } from '../exit-codes.ts'
import { Fault, usageFault } from '../fault.ts'
import { showProgress } from '../progress.ts'
import { quotedFile } from '../quoted.ts'
import { print } from '../terminal.ts'
import { visible } from '../visible.ts'
import { command, type Invocation } from './command.ts'
import { databaseOption, given } from './options.ts'

export const backupCommand = (invocation: Invocation) =>
  command(
    invocation,
    'backup',
    'Copies the database, also while it is in use: whole, of one moment, readable for you only. It writes over nothing',
    [['backup crm-2026-03-31.sqlite -d crm.sqlite', 'and then: verify -d crm-2026-03-31.sqlite']],
  )
    .argument('<file>', 'where the copy goes')
    .addOption(databaseOption())
    .action(async (target, { database }) => {
      const source = given(database, '--database FILE')
      const path = pathOf(invocation, target)
      if (statSync(path, { throwIfNoEntry: false }))
        throw usageFault(
          `FILE: ${quotedFile(target)} is there already, and a backup writes over nothing`,
          'give another name',
        )
      await invocation.stop.during(async signal => {
        const progress = showProgress(invocation, 'Copying', 100)
        try {
          await backupSqlite(pathOf(invocation, source), path, {
            signal,
            onProgress: ({ pages, of }) => {
              progress.update((100 * pages) / Math.max(of, 1))
            },
          })
        } catch (error) {
          if (signal.aborted)
            throw new Fault(exitCodes.interrupted, 'stopped before the end; nothing is left of the copy')
          if (error instanceof DatabaseRefused && error.foreign)
            throw new Fault(
              exitCodes.unavailable,
              error.message,
              ['give the file that `eventcrm import` or `eventcrm demo` wrote to: --database FILE'],
              { cause: error },
            )
          throw error
        } finally {
          progress.end()
        }
      })
      const head = await withStores(invocation, target, { readOnly: true }, ({ events }) => events.head())
      const upTo = head === null ? 'an empty log' : `everything up to position ${head}`
      const megabytes = (statSync(path).size / 1e6).toFixed(1)
      print(invocation, `Copied ${upTo} into ${visible(target)}: ${megabytes} MB, checked, readable for you only`)
    })

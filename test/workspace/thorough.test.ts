import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const script = join(import.meta.dirname, '../../scripts/test-thorough.ts')

const listed = (...paths: readonly string[]): readonly string[] =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, '--list', ...paths], {
    encoding: 'utf8',
  })
    .stdout.trim()
    .split('\n')

it('takes the tests that ask for rounds, themselves or by a contract, and those that are larger then', () => {
  expect(
    listed('domain/test/payment.test', 'crm/test/payment-', 'sqlite/test/event-store', 'importer/test/memory'),
  ).toEqual([
    'packages/crm/test/payment-crashes.test.ts',
    'packages/crm/test/payment-laws.test.ts',
    'packages/importer/test/memory.test.ts',
    'packages/sqlite/test/event-store.test.ts',
  ])
})

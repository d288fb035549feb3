// The tests that run in rounds, with more of them: npm run test:thorough -- [--full] [--rounds N] [--seed S] [--list] [PATH …]
// A tenth of each campaign unless told otherwise. Its last line says what was run. Without --seed the seed is that of EVENTCRM_SEED, or of chance.
// --list only says which files it would run.

import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const root = join(import.meta.dirname, '..')
const { values, positionals } = parseArgs({
  options: {
    full: { type: 'boolean' },
    list: { type: 'boolean' },
    rounds: { type: 'string' },
    seed: { type: 'string' },
  },
  allowPositionals: true,
})
const { EVENTCRM_SEED: given = String(Math.floor(Math.random() * 2 ** 31)) } = process.env
const { full = false, rounds, seed = given } = values
for (const [name, value] of Object.entries({ rounds, seed })) {
  if (value === undefined || /^[1-9]\d*$/.test(value)) continue
  console.error(`--${name} takes a whole number of 1 or more, not '${value}'`)
  process.exit(2)
}

/** Those that ask for a number of rounds, themselves or through a contract suite, and those that are larger in a thorough run. */
const files = globSync(['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'], { cwd: root }).filter(
  file =>
    /\b(?:rounds|isThorough)\(|StoreContract\(/.test(readFileSync(join(root, file), 'utf8')) &&
    (positionals.length === 0 || positionals.some(path => file.includes(path))),
)
if (files.length === 0) {
  console.error(`No test with rounds in ${positionals.join(', ')}`)
  process.exit(2)
}
if (values.list === true) {
  for (const file of files.toSorted()) console.log(file)
  process.exit(0)
}

const what = `${rounds === undefined ? (full ? 'all rounds' : 'a tenth of the rounds') : `${rounds} rounds`}, seed ${seed}`
console.log(`${files.length} files, ${what}`)
const since = performance.now()
const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...files], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    EVENTCRM_CAMPAIGN: full ? 'full' : 'tenth',
    EVENTCRM_SEED: seed,
    ...(rounds === undefined ? {} : { EVENTCRM_ROUNDS: rounds }),
  },
})
const seconds = ((performance.now() - since) / 1000).toFixed(0)
console.log(`thorough: ${status === 0 ? 'passed' : 'FAILED'}, ${files.length} files, ${what}, ${seconds} s`)
process.exitCode = status ?? 1

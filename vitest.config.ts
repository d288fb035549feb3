import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { Skipped } from './test/skipped.ts'

const isThorough = process.env['EVENTCRM_CAMPAIGN'] !== undefined
const report = `coverage/${isThorough ? 'thorough' : 'tests'}.json`

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: ['test/campaign-seed.ts'],
    globalSetup: ['test/mongodb/global-setup.ts'],
    // A property test runs hundreds of histories, and continuous integration has two noisy cores.
    testTimeout: isThorough ? 3_600_000 : 30_000,
    hookTimeout: isThorough ? 600_000 : 30_000,
    // Vitest leaves one core free, which on two would be half of them. Many tests wait for processes and servers, so a third has
    // something to do meanwhile.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    // Files of one worker share the modules they import, which a run would else spend a third of its time on: no module keeps
    // anything from one test to the next.
    isolate: false,
    // A process that a test starts need not compile what another one has: a third of what it takes to start.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'node-compile') },
    // Node 22 warns of node:sqlite and of stripping types.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    reporters: ['default', new Skipped(), ...(process.env['CI'] ? ['json'] : [])],
    outputFile: { json: report },
  },
})

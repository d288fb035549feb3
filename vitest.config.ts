import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    // A property test runs hundreds of histories, and continuous integration has two noisy cores.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Vitest leaves one core free, which on two would be half of them.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Node 22 warns of node:sqlite and of stripping types.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    reporters: process.env['CI'] ? ['default', ['json', { outputFile: 'coverage/tests.json' }]] : ['default'],
  },
})

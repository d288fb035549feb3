import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const script = join(import.meta.dirname, '../../scripts/count-tests.cjs')

const counted = (report: unknown, exitCode: number): string => {
  const folder = mkdtempSync(join(tmpdir(), 'count-'))
  try {
    const file = join(folder, 'tests.json')
    writeFileSync(file, typeof report === 'string' ? report : JSON.stringify({ testResults: report }))
    return spawnSync(process.execPath, [script, file, String(exitCode)], { encoding: 'utf8' }).stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}
const file = (name: string, status: string, ...tests: readonly string[]) => ({
  name,
  status,
  assertionResults: tests.map(each => ({ status: each, fullName: `it is ${each}` })),
})

it('counts what passed, failed and was skipped', () => {
  const files = [
    file('/a.test.ts', 'passed', 'passed', 'passed'),
    file('/b.test.ts', 'failed', 'passed', 'failed', 'skipped'),
  ]
  expect(counted(files, 1)).toBe('3 1 1\n')
})

it('takes a skipped test of a store for a failure', () => {
  for (const name of [
    '/packages/sqlite/test/a.test.ts',
    '/packages/event-store/test/a.test.ts',
    '/test/store.test.ts',
  ]) {
    expect(counted([file(name, 'passed', 'passed', 'skipped', 'todo')], 0)).toBe('1 2 0\n')
  }
})

it('takes a file that could not be loaded for a failure', () => {
  expect(counted([file('/a.test.ts', 'passed', 'passed'), file('/b.test.ts', 'failed')], 1)).toBe('1 1 0\n')
})

it('takes a run of no test for a failure', () => {
  expect(counted([], 0)).toBe('0 1 0\n')
  expect(counted([file('/a.test.ts', 'passed', 'skipped')], 0)).toBe('0 1 1\n')
})

it('takes a missing or broken report for a failure', () => {
  expect(counted('', 0)).toBe('0 1 0\n')
  expect(counted('{', 0)).toBe('0 1 0\n')
})

it('takes a bad end with nothing to show for it for a failure', () => {
  expect(counted([file('/a.test.ts', 'passed', 'passed')], 1)).toBe('1 1 0\n')
})

import { join } from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, expect, it } from 'vitest'

const repository = join(import.meta.dirname, '../..')

/** The repository's own rules, but for those that need types: text alone has none. */
const withoutTypes = new ESLint({
  cwd: repository,
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false, project: null } } },
  ],
})
const withTypes = new ESLint({
  cwd: repository,
  overrideConfig: {
    languageOptions: {
      parserOptions: {
        project: null,
        projectService: { allowDefaultProject: ['packages/domain/src/planted.ts'], defaultProject: 'tsconfig.json' },
      },
    },
  },
})

const linted = async (eslint: ESLint, code: string, filePath: string): Promise<readonly string[]> => {
  const [result] = await eslint.lintText(code, { filePath: join(repository, filePath) })
  return (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId ?? 'broken'}: ${message}`)
}
const inDomain = (code: string) => linted(withoutTypes, `${code}\n`, 'packages/domain/src/planted.ts')
const inState = async (code: string, file = 'packages/domain/src/planted/state.ts') =>
  (await linted(withoutTypes, code, file)).filter(message => message.startsWith('eventcrm/'))

describe('the domain', () => {
  it.each([
    'export const now = () => Date.now()',
    'export const now = Date.now',
    `export const now = Date['now']`,
    'export const now = () => new Date()',
    'export const now = () => Date()',
    'const D = Date\nexport const now = () => new D()',
    'const { now } = Date\nexport const then = now',
    'export const now = () => performance.now()',
    'export const now = () => Temporal.Now.instant()',
  ])('has no clock: %s', async code => {
    expect(await inDomain(code)).not.toEqual([])
  })

  it.each([
    'export const chance = () => Math.random()',
    `export const chance = () => Math['random']()`,
    'const { random } = Math\nexport const chance = random',
    'const M = Math\nexport const chance = () => M.random()',
    'export const chance = () => crypto.randomUUID()',
    'export const chance = () => globalThis.crypto',
  ])('has no chance: %s', async code => {
    expect(await inDomain(code)).not.toEqual([])
  })

  it.each([
    'export const home = () => process.env',
    'console.log(1)',
    `export const got = () => fetch('x')`,
    'setTimeout(() => 1, 1)',
    'setInterval(() => 1, 1)',
    'queueMicrotask(() => 1)',
    'export const here = import.meta.filename',
    `export const home = require('fs')`,
    `export const text = Buffer.from('x')`,
    'export const hour = (at: Date) => at.getHours()',
    'export const zone = (at: Date) => at.getTimezoneOffset()',
    'export const day = (at: Date) => at.toLocaleDateString()',
    `export const order = (a: string, b: string) => a.localeCompare(b)`,
    'export const format = new Intl.DateTimeFormat()',
  ])('has no machine around it: %s', async code => {
    expect((await inDomain(code)).filter(message => !message.startsWith('no-console'))).not.toEqual([])
  })

  it.each([
    'export const wait = async () => 1',
    'export async function wait() { return 1 }',
    'export const waiting = { async wait() { return 1 } }',
    'export const later = () => Promise.resolve(1)',
    `export const later = () => import('zod')`,
    'export const one = 1\nawait one',
  ])('waits for nothing: %s', async code => {
    expect(await inDomain(code)).not.toEqual([])
  })

  it('computes as it likes', async () => {
    const code = `
      export const day = (text: string) => new Date(text).toISOString().slice(0, 10)
      export const later = (at: Date) => new Date(Date.UTC(at.getUTCFullYear(), 1) + Math.round(1.5))
      export const isDate = (it: unknown): it is Date => it instanceof Date
      export const order = (a: string, b: string) => a.localeCompare(b, 'vi')
      export const all = new Map<string, ReadonlySet<number>>(Object.entries({ a: new Set([Number.parseInt('1', 10)]) }))
      const process = { date: JSON.stringify(undefined) }
      export const { date } = process
    `
    expect(await inDomain(code)).toEqual([])
  })
})

const evolving = (...cases: readonly string[]) =>
  `import { addPart, defineState, set, unopened } from '../kernel/index.ts'
  const initialState = { ...unopened, status: 'unopened' }
  export const it = defineState({ initialState, evolve: { ${cases.join(', ')} } })\n`

describe('evolve', () => {
  it.each([
    'Won: s => ({ ...s, status: 1 })',
    'Won: (s, e) => ({ ...s, status: e.to })',
    'Won: (state, e) => ({ ...state, status: e.to })',
    'Won: (before, e) => ({ ...before, status: e.to })',
    'Won: (s, e) => { return { ...s, status: e.to } }',
    'Won(s, e) { return { ...s, status: e.to } }',
    'Won: function (s, e) { return { ...s, status: e.to } }',
    'Won: (s, e, on) => (e.to ? set(s, on, { status: 1 }) : { ...s, status: 2 })',
    'Won: (s, e) => Object.assign({}, s, { status: e.to })',
    'Won: (s, e) => [1].map(() => ({ ...s }))',
  ])('builds no state by a spread: %s', async code => {
    expect(await inState(evolving(code))).toEqual([expect.stringContaining('eventcrm/evolve')])
  })

  it('builds none in a function beside it', async () => {
    const code = `const won = (s: object, e: object) => ({ ...s, ...e })\nexport const it = { evolve: { Won: won } }\n`
    expect(await inState(code)).toEqual([expect.stringContaining('eventcrm/evolve')])
  })

  it('goes through the kernel', async () => {
    const cases = [
      'Won: (s, e, on) => set(s, on, { status: e.to, tags: [...s.tags, e.tag] })',
      `Added: (s, { id, ...part }, on) => addPart(s, on, 'parts', id, { ...part, retired: false })`,
    ]
    expect(await inState(evolving(...cases))).toEqual([])
  })

  it('is not looked for elsewhere', async () => {
    expect(await inState(evolving('Won: s => ({ ...s })'), 'packages/domain/src/kernel/state.ts')).toEqual([])
  })
})

describe('the house style', () => {
  const rules = async (code: string, file = 'packages/crm/src/planted.ts') =>
    (await linted(withoutTypes, `${code}\n`, file)).map(message => message.replace(/:.*/s, ''))

  it.each([
    ['any', 'export const x = (y: any) => y', '@typescript-eslint/no-explicit-any'],
    ['the non-null !', 'export const x = (y: string | null) => y!', '@typescript-eslint/no-non-null-assertion'],
    ['as', 'export const x = (y: unknown) => y as string', '@typescript-eslint/consistent-type-assertions'],
    [
      'as in angle brackets',
      'export const x = (y: unknown) => <string>y',
      '@typescript-eslint/consistent-type-assertions',
    ],
    ['fields that can be set', 'export interface X { y: string }', 'no-restricted-syntax'],
    ['fields that can be set', 'export type X = { readonly y: { z: string } }', 'no-restricted-syntax'],
    ['arrays that can be pushed to', 'export interface X { readonly y: string[] }', 'no-restricted-syntax'],
    ['using', 'export const f = (o: () => Disposable) => { using x = o(); return String(x) }', 'no-restricted-syntax'],
    [
      'imports that only look like types',
      `import { type X } from 'zod'\nexport type Y = X`,
      '@typescript-eslint/no-import-type-side-effects',
    ],
    ['console', 'console.log(1)', 'no-console'],
    ['==', 'export const x = (y: string, z: string) => y == z', 'eqeqeq'],
    [
      'a silenced rule without a reason',
      'export const x = (y: unknown) => y as string // eslint-disable-line @typescript-eslint/consistent-type-assertions',
      '@eslint-community/eslint-comments/require-description',
    ],
    [
      'silence about everything',
      'export const x = (y: unknown) => y as string // eslint-disable-line -- because',
      '@eslint-community/eslint-comments/no-unlimited-disable',
    ],
  ])('refuses %s: %s', async (_, code, rule) => {
    expect(await rules(code)).toContain(rule)
  })

  it('lets `as` stand in a decoder, as a constant, in a test, and with a reason', async () => {
    expect(await rules('export const x = (y: unknown) => y as string', 'packages/event-store/src/codec.ts')).toEqual([])
    expect(await rules('export const x = (y: unknown) => y as string', 'packages/crm/test/planted.test.ts')).toEqual([])
    expect(await rules(`export const x = ['a', 'b'] as const`)).toEqual([])
    expect(
      await rules(
        'export const x = (y: unknown) => y as string // eslint-disable-line @typescript-eslint/consistent-type-assertions -- checked by the caller',
      ),
    ).toEqual([])
  })

  it('refuses an import that older Node cannot read in the launcher', async () => {
    expect(await linted(withoutTypes, 'module.exports = process.version ||= 1\n', 'scripts/planted.cjs')).toEqual([
      expect.stringContaining('Parsing error'),
    ])
  })

  it('refuses a switch that forgets a case', async () => {
    const code = `type Status = 'open' | 'won' | 'lost'
      export const isOver = (status: Status): boolean => {
        switch (status) {
          case 'open':
            return false
          default:
            return true
        }
      }\n`
    expect((await linted(withTypes, code, 'packages/domain/src/planted.ts')).join()).toContain(
      'switch-exhaustiveness-check',
    )
  })
})

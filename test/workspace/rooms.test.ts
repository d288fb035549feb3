import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configuration, rooms } from '../../scripts/rooms.ts'

const repository = join(import.meta.dirname, '../..')

/** What is refused, by the file that imports it. */
const refused = async (root: string) => {
  const { forbidden, options } = configuration
  const packages = readdirSync(join(root, 'packages')).map(room => `packages/${room}/src`)
  const { output } = await cruise(
    packages,
    { ...options, baseDir: root, ruleSet: { forbidden: forbidden ?? [] }, validate: true },
    options?.enhancedResolveOptions,
  )
  return Map.groupBy((output as ICruiseResult).summary.violations, ({ from }) => from)
}

/** Import statements of every kind, by what is imported. */
const imports = {
  value: (from: string) => `import { it } from '${from}'\nexport const is = it\n`,
  types: (from: string) => `import type { It } from '${from}'\nexport type Is = It\n`,
  typesExport: (from: string) => `export type { It } from '${from}'\n`,
  typesInline: (from: string) => `export type Is = import('${from}').It\n`,
  export: (from: string) => `export { it } from '${from}'\n`,
  exportAll: (from: string) => `export * from '${from}'\n`,
  onDemand: (from: string) => `export const is = () => import('${from}')\n`,
  bare: (from: string) => `import '${from}'\n`,
  mixed: (from: string) => `import { it, type It } from '${from}'\nexport const is: It['it'] = it\n`,
  typesFirst: (from: string) => `${imports.types(from)}${imports.value(from)}`,
  valueFirst: (from: string) => `${imports.value(from)}${imports.types(from)}`,
}
const anyValue = ['value', 'export', 'exportAll', 'onDemand', 'bare', 'mixed', 'typesFirst', 'valueFirst'] as const
const anyTypes = ['types', 'typesExport', 'typesInline'] as const

type Case = readonly [room: string, how: keyof typeof imports, from: string, refusal: string | null]
const inDomain = 'domain may import only zod, libphonenumber-js, immutable'
const cases: readonly Case[] = [
  ...Object.entries(rooms).flatMap(([room, { may, types = [] }]) => [
    ...may.map((other): Case => [room, 'value', `@eventcrm/${other}`, null]),
    ...types.flatMap(other => anyTypes.map((how): Case => [room, how, `@eventcrm/${other}`, null])),
    ...types.flatMap(other =>
      anyValue.map((how): Case => [room, how, `@eventcrm/${other}`, `only types from ${other}`]),
    ),
    ...Object.keys(rooms)
      .filter(other => other !== room && !may.includes(other) && !types.includes(other))
      .map((other): Case => [room, 'value', `@eventcrm/${other}`, `${room} may import only`]),
  ]),
  ...anyTypes.map((how): Case => ['sqlite', how, '@eventcrm/domain', 'sqlite may import only event-store, projection']),
  ['crm', 'value', '../../domain/src/index.ts', 'by its name'],
  ['importer', 'value', '../../domain/src/index.ts', 'importer may import only'],
  ['crm', 'value', '@eventcrm/domain/src/inside.ts', 'must be found'],
  ['crm', 'value', '../../../test/help.ts', 'crm may import only'],
  ['crm', 'value', '../test/help.ts', 'crm may import only'],
  ['crm', 'value', 'left-pad', 'stands under dependencies'],
  ['crm', 'value', 'no-such-package', 'must be found'],
  ...['node:fs', 'node:fs/promises', 'fs', 'rxjs', 'left-pad'].flatMap((from): Case[] => [
    ['domain', 'value', from, inDomain],
    ['domain', 'onDemand', from, inDomain],
  ]),
  ['domain', 'value', 'zod', null],
  ['domain', 'value', 'libphonenumber-js', null],
]

describe('the rooms', () => {
  let root: string
  let found: Awaited<ReturnType<typeof refused>>

  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  const rulesOf = (file: string) => (found.get(file) ?? []).map(({ rule }) => rule.name).join('\n')

  /** A workspace with the real manifests, and in its packages nothing but the cases. */
  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'rooms-')))
    mkdirSync(join(root, 'node_modules/@eventcrm'), { recursive: true })
    for (const room of Object.keys(rooms)) {
      write(`packages/${room}/src/index.ts`, 'export const it = 1\nexport interface It { readonly it: 1 }\n')
      cpSync(join(repository, 'packages', room, 'package.json'), join(root, 'packages', room, 'package.json'))
      symlinkSync(join(root, 'packages', room), join(root, 'node_modules/@eventcrm', room))
    }
    for (const name of ['zod', 'rxjs', 'libphonenumber-js', 'left-pad']) {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
      write(`node_modules/${name}/index.js`, 'module.exports = {}\n')
    }
    write('packages/domain/src/inside.ts', 'export const it = 1\n')
    for (const file of ['test/help.ts', 'packages/crm/test/help.ts']) write(file, 'export const it = 1\n')
    write('packages/crm/src/one.ts', `import { two } from './two.ts'\nexport const one = () => two\n`)
    write('packages/crm/src/two.ts', `import { one } from './one.ts'\nexport const two = () => one\n`)
    write(
      'packages/crm/src/three.ts',
      `import { four } from './four.ts'\nexport type Three = 1\nexport const it = four\n`,
    )
    write('packages/crm/src/four.ts', `import type { Three } from './three.ts'\nexport const four: Three = 1\n`)
    cases.forEach(([room, how, from], i) => write(`packages/${room}/src/case-${i}.ts`, imports[how](from)))
    found = await refused(root)
  })
  afterAll(() => rmSync(root, { recursive: true }))

  it.each(cases.map(([room, how, from, refusal], i) => ({ room, how, from, refusal, i })))(
    '$room, $how of $from: $refusal',
    ({ room, refusal, i }) => {
      const rules = rulesOf(`packages/${room}/src/case-${i}.ts`)
      if (refusal === null) expect(rules).toBe('')
      else expect(rules).toContain(refusal)
    },
  )

  it('refuses two files that import each other, but for types', () => {
    expect(rulesOf('packages/crm/src/one.ts')).toContain('circle')
    expect(rulesOf('packages/crm/src/three.ts') + rulesOf('packages/crm/src/four.ts')).toBe('')
  })
})

describe('this repository', () => {
  const read = (...path: readonly string[]) => JSON.parse(readFileSync(join(repository, ...path), 'utf8'))
  const built = (project: { readonly references?: readonly { readonly path: string }[] }, before: string) =>
    (project.references ?? []).map(({ path }) => path.replace(before, '')).sort()

  it('imports only what its rows allow', async () => {
    expect(await refused(repository)).toEqual(new Map())
  })

  it('has a row for each package, and builds each', () => {
    const packages = readdirSync(join(repository, 'packages')).sort()
    expect(Object.keys(rooms).sort()).toEqual(packages)
    expect(built(read('tsconfig.build.json'), 'packages/')).toEqual(packages)
  })

  it.each(Object.entries(rooms))('%s depends on what its row allows, and is built behind it', (room, row) => {
    const { dependencies, peerDependencies } = read('packages', room, 'package.json')
    const needed = Object.keys({ ...dependencies, ...peerDependencies })
      .filter(name => name.startsWith('@eventcrm/'))
      .map(name => name.replace('@eventcrm/', ''))
      .sort()
    expect([...row.may, ...(row.types ?? [])]).toEqual(expect.arrayContaining(needed))
    expect(built(read('packages', room, 'tsconfig.json'), '../')).toEqual(needed)
  })
})

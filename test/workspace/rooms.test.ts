import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { faultsIn } from '../../scripts/check-rooms.ts'
import { rooms } from '../../scripts/rooms.ts'

const repository = join(import.meta.dirname, '../..')
let root: string

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

/** A workspace with the real manifests and nothing in the packages. */
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'rooms-')))
  cpSync(join(repository, 'tsconfig.build.json'), join(root, 'tsconfig.build.json'))
  for (const room of Object.keys(rooms)) {
    for (const file of ['package.json', 'tsconfig.json']) {
      mkdirSync(join(root, 'packages', room), { recursive: true })
      cpSync(join(repository, 'packages', room, file), join(root, 'packages', room, file))
    }
    write(`packages/${room}/src/index.ts`, 'export const it = 1\nexport interface It { readonly it: 1 }\n')
    mkdirSync(join(root, 'node_modules/@eventcrm'), { recursive: true })
    symlinkSync(join(root, 'packages', room), join(root, 'node_modules/@eventcrm', room))
  }
  for (const name of ['zod', 'rxjs', 'libphonenumber-js', 'left-pad']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
    write(`node_modules/${name}/index.js`, 'module.exports = {}\n')
  }
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

const planted = async (room: string, code: string, file = 'src/planted.ts'): Promise<string> => {
  write(`packages/${room}/${file}`, code)
  return (await faultsIn(root)).join('\n')
}

describe('the rooms', () => {
  it('lets the real packages pass', async () => {
    expect(await faultsIn(repository)).toEqual([])
  })

  it('lets the empty workspace pass', async () => {
    expect(await faultsIn(root)).toEqual([])
  })

  it.each([
    ['domain', 'event-store'],
    ['domain', 'testkit'],
    ['event-store', 'projection'],
    ['projection', 'sqlite'],
    ['sqlite', 'domain'],
    ['read-model-directory', 'read-model-pipeline'],
    ['read-model-pipeline', 'event-store'],
    ['crm', 'importer'],
    ['crm', 'testkit'],
    ['importer', 'domain'],
    ['testkit', 'crm'],
  ])('refuses %s importing %s', async (room, other) => {
    expect(await planted(room, `import { it } from '@eventcrm/${other}'\nexport const is = it\n`)).toContain(
      `${room} may import`,
    )
  })

  it.each(Object.entries(rooms).flatMap(([room, row]) => Object.keys(row).map(other => [room, other])))(
    'lets %s import the types of %s',
    async (room, other) => {
      expect(await planted(room, `import type { It } from '@eventcrm/${other}'\nexport type Is = It\n`)).toBe('')
    },
  )

  it.each([
    ['an import', `import { it } from '@eventcrm/domain'\nexport const is = it\n`],
    ['an export', `export { it } from '@eventcrm/domain'\n`],
    ['an export of everything', `export * from '@eventcrm/domain'\n`],
    ['an import on demand', `export const is = () => import('@eventcrm/domain')\n`],
    ['a bare import', `import '@eventcrm/domain'\n`],
    ['a value among types', `import { it, type It } from '@eventcrm/domain'\nexport const is: It['it'] = it\n`],
    [
      'a value in a second import',
      `import type { It } from '@eventcrm/domain'\nimport { it } from '@eventcrm/domain'\nexport const is: It['it'] = it\n`,
    ],
    [
      'a value in a first import',
      `import { it } from '@eventcrm/domain'\nimport type { It } from '@eventcrm/domain'\nexport const is: It['it'] = it\n`,
    ],
  ])('refuses %s of the domain where only its types are open', async (_, code) => {
    for (const room of ['event-store', 'projection'])
      expect(await planted(room, code)).toContain('may import only types from domain')
  })

  it('refuses a relative path into another package', async () => {
    expect(await planted('crm', `import { it } from '../../domain/src/index.ts'\nexport const is = it\n`)).toContain(
      'by its name',
    )
    expect(
      await planted('importer', `import { it } from '../../domain/src/index.ts'\nexport const is = it\n`),
    ).toContain('importer may import')
  })

  it.each([
    ['an import of types', `import type { It } from '@eventcrm/domain'\nexport type Is = It\n`],
    ['an export of types', `export type { It } from '@eventcrm/domain'\n`],
    ['a type written as an import', `export type Is = import('@eventcrm/domain').It\n`],
  ])('lets %s pass where only types are open, and nowhere else', async (_, code) => {
    expect(await planted('projection', code)).toBe('')
    expect(await planted('sqlite', code)).toContain('sqlite may import only event-store, projection')
  })

  it('refuses what another package does not export', async () => {
    write('packages/domain/src/inside.ts', 'export const inside = 1\n')
    expect(
      await planted('crm', `import { inside } from '@eventcrm/domain/src/inside.ts'\nexport const is = inside\n`),
    ).not.toBe('')
    expect(
      await planted('crm', `import { inside } from '../../domain/src/inside.ts'\nexport const is = inside\n`),
    ).toContain('crm may import')
  })

  it('refuses tests and scripts in src', async () => {
    write('test/help.ts', 'export const help = 1\n')
    write('packages/crm/test/help.ts', 'export const help = 1\n')
    expect(await planted('crm', `import { help } from '../../../test/help.ts'\nexport const is = help\n`)).toContain(
      'crm may import',
    )
    expect(await planted('crm', `import { help } from '../test/help.ts'\nexport const is = help\n`)).toContain(
      'crm may import',
    )
  })

  it('refuses two files that import each other', async () => {
    write('packages/crm/src/other.ts', `import { is } from './planted.ts'\nexport const other = () => is\n`)
    expect(await planted('crm', `import { other } from './other.ts'\nexport const is = () => other\n`)).toContain(
      'circle',
    )
  })

  it('lets types go round in a circle', async () => {
    write('packages/crm/src/other.ts', `import type { Is } from './planted.ts'\nexport const other: Is = 1\n`)
    expect(
      await planted('crm', `import { other } from './other.ts'\nexport type Is = number\nexport const is = other\n`),
    ).toBe('')
  })

  it('refuses a package that package.json does not name', async () => {
    expect(await planted('crm', `import pad from 'left-pad'\nexport const is = pad\n`)).toContain(
      'stands under dependencies',
    )
    expect(await planted('crm', `import pad from 'no-such-package'\nexport const is = pad\n`)).toContain(
      'must be found',
    )
  })

  it.each(['node:fs', 'node:fs/promises', 'node:crypto', 'fs', 'crypto', 'rxjs', 'left-pad'])(
    'refuses %s in the domain',
    async name => {
      expect(await planted('domain', `import * as it from '${name}'\nexport const is = it\n`)).toContain(
        'domain may import only zod, libphonenumber-js',
      )
      expect(await planted('domain', `export const is = () => import('${name}')\n`)).toContain(
        'domain may import only zod, libphonenumber-js',
      )
    },
  )

  it.each(['zod', 'libphonenumber-js'])('lets the domain import %s', async name => {
    expect(await planted('domain', `import * as it from '${name}'\nexport const is = it\n`)).toBe('')
  })

  it('refuses a manifest that depends on more than its row', async () => {
    write(
      'packages/importer/package.json',
      JSON.stringify({ dependencies: { '@eventcrm/crm': 'workspace:^', '@eventcrm/domain': 'workspace:^' } }),
    )
    const faults = (await faultsIn(root)).join('\n')
    expect(faults).toContain('packages/importer/package.json: may not depend on domain')
    expect(faults).toContain('packages/importer/tsconfig.json: references crm')
  })

  it('refuses a package without a row', async () => {
    write('packages/stranger/package.json', '{}')
    write('packages/stranger/src/index.ts', 'export const it = 1\n')
    expect((await faultsIn(root)).join('\n')).toContain('packages/stranger: has no row')
  })
})

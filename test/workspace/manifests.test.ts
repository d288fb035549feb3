import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (...path: readonly string[]) => readFileSync(join(root, ...path), 'utf8')
const packages = readdirSync(join(root, 'packages')).filter(name =>
  existsSync(join(root, 'packages', name, 'package.json')),
)
const address = 'https://github.com/eventcrm/eventcrm'
const repository = JSON.parse(read('package.json'))

describe('the manifests', () => {
  it.each(packages)('%s is fit to publish', name => {
    const manifest = JSON.parse(read('packages', name, 'package.json'))
    expect(manifest).toMatchObject({
      name: `@eventcrm/${name}`,
      version: repository.version,
      description: expect.stringMatching(/.{20}/),
      license: 'Apache-2.0',
      homepage: `${address}/tree/main/packages/${name}#readme`,
      repository: { type: 'git', url: `git+${address}.git`, directory: `packages/${name}` },
      bugs: `${address}/issues`,
      type: 'module',
      sideEffects: false,
      engines: repository.engines,
      files: ['dist', '!dist/.tsbuildinfo', 'src'],
      exports: { '.': './src/index.ts' },
      publishConfig: {
        access: 'public',
        exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
      },
    })
    expect(manifest.keywords.length).toBeGreaterThan(1)
  })

  it('pins the pnpm that the launcher brings', () => {
    const tools = JSON.parse(read('scripts/tools/package.json'))
    const locked = JSON.parse(read('scripts/tools/package-lock.json'))
    expect(repository.packageManager).toBe(`pnpm@${tools.dependencies.pnpm}`)
    for (const [name, version] of Object.entries({ ...tools.dependencies, ...tools.optionalDependencies })) {
      expect(locked.packages[`node_modules/${name}`]).toMatchObject({ version, integrity: expect.any(String) })
      expect(locked.packages[`node_modules/${name}`]).not.toHaveProperty('resolved')
    }
  })

  it('says the same oldest Node wherever that is said to somebody', () => {
    const [, oldest = '', major = '', minor = ''] = /^>=((\d+)\.(\d+))$/.exec(repository.engines.node) ?? []
    const said: readonly (readonly [file: string, ...text: readonly string[]])[] = [
      ['packages/event-store/src/check-node.ts', `const oldest = [${major}, ${minor}] as const`],
      // read by any Node, it can import nothing
      [
        'packages/cli/src/eventcrm.cjs',
        `parts[0] < ${major} || (parts[0] === ${major} && parts[1] < ${minor})`,
        `EventCRM needs Node ${oldest} or newer`,
      ],
      ['scripts/set-up.cjs', `(major === ${major} && minor >= ${minor})`, `Node ${oldest} or newer`],
      ['scripts/check-packages.ts', `const oldestNode = '${oldest}.0'`],
      ['README.md', `Node ${oldest} or newer`],
      ['docs/developer.md', `Node ${oldest} or newer`],
    ]
    for (const [file, ...texts] of said) for (const text of texts) expect(read(file), file).toContain(text)
    expect(repository.engines).toEqual(JSON.parse(read('test/eventstoredb-stand-in/package.json')).engines)
  })

  it('pins the tools of this repository to the digit', () => {
    for (const version of Object.values(repository.devDependencies))
      expect(version).toMatch(/^(\d+\.\d+\.\d+|workspace:\*)$/)
  })

  it('locks packages by their contents, wherever they come from', () => {
    expect(read('pnpm-lock.yaml')).not.toMatch(/https?:\/\//)
  })
})

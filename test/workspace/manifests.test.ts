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

  it('pins the tools of this repository to the digit', () => {
    for (const version of Object.values(repository.devDependencies))
      expect(version).toMatch(/^(\d+\.\d+\.\d+|workspace:\*)$/)
  })

  it('locks packages by their contents, wherever they come from', () => {
    expect(read('pnpm-lock.yaml')).not.toMatch(/https?:\/\//)
  })
})

// Proves that each package imports only the packages of its row in rooms.ts, and that the manifests say the same.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type IForbiddenRuleType, type IReporterOutput, type ICruiseResult } from 'dependency-cruiser'
import { z } from 'zod'
import { domainMayImport, rooms } from './rooms.ts'

const packagesIn = (root: string): readonly string[] =>
  readdirSync(join(root, 'packages')).filter(name => existsSync(join(root, 'packages', name, 'package.json')))

const anyOf = (names: readonly string[]): string => `(${names.join('|')})`

/** One rule per room, named as the message a developer reads. */
const forbidden: IForbiddenRuleType[] = [
  ...Object.entries(rooms).flatMap(([room, row]): IForbiddenRuleType[] => {
    const from = { path: `^packages/${room}/src/` }
    const allowed = Object.keys(row)
    const typesOnly = allowed.filter(name => row[name] === 'types')
    return [
      {
        name: `${room} may import ${allowed.length === 0 ? 'no other package' : `only ${allowed.join(', ')}`}`,
        severity: 'error',
        from,
        to: {
          path: '^(packages|examples|test|scripts)/',
          pathNot: [
            `^packages/${room}/src/`,
            ...(allowed.length === 0 ? [] : [`^packages/${anyOf(allowed)}/src/index[.]ts$`]),
          ],
        },
      },
      ...typesOnly.map((name): IForbiddenRuleType => ({
        name: `${room} may import only types from ${name}`,
        severity: 'error',
        from,
        to: { path: `^packages/${name}/`, dependencyTypesNot: ['type-only', 'type-import'] },
      })),
    ]
  }),
  {
    name: `domain may import only ${domainMayImport.join(', ')}`,
    severity: 'error',
    from: { path: '^packages/domain/src/' },
    to: { pathNot: [`(^|/)node_modules/${anyOf(domainMayImport)}/`, '^packages/'] },
  },
  {
    name: 'another package is imported by its name',
    severity: 'error',
    from: { path: '^packages/([^/]+)/src/' },
    to: { path: '^packages/', pathNot: '^packages/$1/', dependencyTypes: ['local'] },
  },
  {
    name: 'an import must be found',
    severity: 'error',
    from: { path: '^packages/[^/]+/src/' },
    to: { couldNotResolve: true },
  },
  {
    name: 'what src imports stands under dependencies of its package.json',
    severity: 'error',
    from: { path: '^packages/[^/]+/src/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], pathNot: '^packages/' },
  },
  {
    name: 'no files import each other in a circle',
    severity: 'error',
    from: { path: '^packages/[^/]+/src/' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'type-import'] } },
  },
]

const isResult = (output: IReporterOutput['output']): output is ICruiseResult => typeof output === 'object'

const brokenImports = async (root: string): Promise<readonly string[]> => {
  const { output } = await cruise(
    packagesIn(root).map(name => `packages/${name}/src`),
    {
      baseDir: root,
      ruleSet: { forbidden },
      validate: true,
      doNotFollow: { path: 'node_modules' },
      tsPreCompilationDeps: true,
      combinedDependencies: false,
    },
    {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
    },
  )
  if (!isResult(output)) throw new TypeError('dependency-cruiser gave a text')
  if (output.summary.totalCruised === 0) return ['no file was looked at']
  return output.summary.violations.map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}`)
}

const names = z.record(z.string(), z.string()).default({})
const manifestOf = z.object({ dependencies: names, peerDependencies: names })
const projectOf = z.object({ references: z.array(z.object({ path: z.string() })).default([]) })

const readJson = <T>(schema: z.ZodType<T>, ...path: readonly string[]): T =>
  schema.parse(JSON.parse(readFileSync(join(...path), 'utf8')))
const sorted = (names: readonly string[]): string => [...names].sort().join(', ') || 'none'

const brokenManifests = (root: string): readonly string[] => {
  const faults: string[] = []
  const folders = packagesIn(root)
  for (const room of folders) {
    const row = rooms[room]
    if (!row) {
      faults.push(`packages/${room}: has no row in scripts/rooms.ts`)
      continue
    }
    const manifest = readJson(manifestOf, root, 'packages', room, 'package.json')
    const needs = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
    const needed = needs.filter(name => name.startsWith('@eventcrm/')).map(name => name.slice('@eventcrm/'.length))
    const tooMuch = needed.filter(name => row[name] === undefined)
    if (tooMuch.length > 0) faults.push(`packages/${room}/package.json: may not depend on ${sorted(tooMuch)}`)
    const project = readJson(projectOf, root, 'packages', room, 'tsconfig.json')
    const built = project.references.map(({ path }) => path.replace('../', ''))
    if (sorted(built) !== sorted(needed)) {
      faults.push(
        `packages/${room}/tsconfig.json: references ${sorted(built)}, but package.json depends on ${sorted(needed)}`,
      )
    }
  }
  const all = readJson(projectOf, root, 'tsconfig.build.json')
  const built = all.references.map(({ path }) => path.replace('packages/', ''))
  if (sorted(built) !== sorted(folders))
    faults.push(`tsconfig.build.json: references ${sorted(built)}, but there are ${sorted(folders)}`)
  return faults
}

/** What breaks the table, one line each. */
export const faultsIn = async (root: string): Promise<readonly string[]> => [
  ...brokenManifests(root),
  ...(await brokenImports(root)),
]

if (process.argv[1] === import.meta.filename) {
  const faults = await faultsIn(join(import.meta.dirname, '..'))
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
  else console.log('Every package imports only what its row allows')
}

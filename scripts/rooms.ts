// Which workspace packages each package may import, as rules of dependency-cruiser: npm run check:rooms
import type { DependencyType, IConfiguration, IForbiddenRuleType, IRegularForbiddenRuleType } from 'dependency-cruiser'

const readModels = ['read-model-directory', 'read-model-pipeline', 'read-model-receivables', 'read-model-clv']
const underCrm = ['domain', 'event-store', 'projection', 'sqlite', ...readModels]

/** What the `src` of a package may import from others; `types` are those of which it may import types alone. */
interface Row {
  readonly may: readonly string[]
  readonly types?: readonly string[]
}
export const rooms: Readonly<Record<string, Row>> = {
  domain: { may: [] },
  'event-store': { may: [], types: ['domain'] },
  projection: { may: ['event-store'], types: ['domain'] },
  sqlite: { may: ['event-store', 'projection'] },
  eventstoredb: { may: ['event-store'] },
  mongodb: { may: ['event-store', 'projection'] },
  'read-model-directory': { may: ['domain', 'projection'] },
  // contacts that are part of others count for those that stand for them: the directory says since when
  'read-model-pipeline': { may: ['domain', 'projection', 'read-model-directory'] },
  'read-model-receivables': { may: ['domain', 'projection', 'read-model-directory'] },
  'read-model-clv': { may: ['domain', 'projection', 'read-model-directory'] },
  crm: { may: underCrm },
  importer: { may: ['crm'] },
  exporter: { may: ['crm', 'importer', 'projection', ...readModels], types: ['domain'] },
  demo: { may: ['crm'] },
  testkit: { may: ['domain', 'event-store', 'projection'] },
  cli: { may: [...underCrm, 'eventstoredb', 'mongodb', 'crm', 'importer', 'exporter', 'demo', 'testkit'] },
}

/** The domain computes and nothing else, so each package it rests on is let in by name. */
const domainMayImport = ['zod', 'libphonenumber-js', 'immutable']

const anyOf = (names: readonly string[]) => `(${names.join('|')})`
const asTypes: DependencyType[] = ['type-only', 'type-import']
const rule = (name: string, from: string, to: IRegularForbiddenRuleType['to']): IForbiddenRuleType => ({
  name,
  severity: 'error',
  from: { path: `^packages/${from}/src/` },
  to,
})

/** Each rule is named as the message that a developer reads. */
const forbidden: IForbiddenRuleType[] = [
  ...Object.entries(rooms).flatMap(([room, { may, types = [] }]) => [
    rule(`${room} may import only ${[...may, ...types].join(', ') || 'third-party packages'}`, room, {
      path: '^(packages|examples|test|scripts)/',
      pathNot: [room, ...may, ...types].map(name => `^packages/${name}/src/`),
    }),
    ...types.map(name =>
      rule(`${room} may import only types from ${name}`, room, {
        path: `^packages/${name}/`,
        dependencyTypesNot: asTypes,
      }),
    ),
  ]),
  rule(`domain may import only ${domainMayImport.join(', ')}`, 'domain', {
    pathNot: [`(^|/)node_modules/${anyOf(domainMayImport)}/`, '^packages/'],
  }),
  rule('another package is imported by its name', '([^/]+)', {
    path: '^packages/',
    pathNot: '^packages/$1/',
    dependencyTypes: ['local'],
  }),
  rule('an import must be found', '[^/]+', { couldNotResolve: true }),
  rule('what src imports stands under dependencies of its package.json', '[^/]+', {
    dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
    pathNot: '^packages/',
  }),
  rule('no files import each other in a circle', '[^/]+', {
    circular: true,
    viaOnly: { dependencyTypesNot: asTypes },
  }),
]

export const configuration: IConfiguration = {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
    },
  },
}

// What the library's types cost whoever compiles against them, and how that grows: with 17 made-up aggregates of the contact's size
// beside the library's own, to make 25 of them.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compare, type Row } from './ratio.ts'

const root = join(import.meta.dirname, '../..')
const tsc = join(root, 'node_modules/typescript/bin/tsc')
const madeUp = 17
/** Besides the one to warm up: the instantiations beside the times are the same each time. */
const rounds = 1

const consumer = `import { createCrm, createMemoryStores, isRejected, opportunity } from '@eventcrm/crm'

const crm = await createCrm({ stores: createMemoryStores(), actor: 'staff-1', company: { currency: 'VND' } })
const opportunityId = '0b00c000-0000-4000-8000-000000000001'
const { events } = await crm.opportunities.open({ opportunityId, title: 'Printers' })
await crm.send([opportunity.tag({ opportunityId, tag: 'printer' })]).catch(error => isRejected(error, 'NOT_OPEN'))
for (const event of events) if (event.type === 'OpportunityOpened') console.log(event.data.stage.name)
for await (const event of crm.events({ follow: false })) if (event.type === 'MarkedWon') console.log(event.data)
const report = await crm.reports.pipeline({ asOf: '2026-03-31' })
console.log(report.currencies.length, (await crm.state('opportunities', opportunityId)).status)
`

const edit = (file: string, change: (text: string) => string) => writeFileSync(file, change(readFileSync(file, 'utf8')))

/** Replaces one of the texts, which must be there. */
const replaced = (text: string, part: string, by: string): string => {
  if (!text.includes(part)) throw new Error(`not found: ${part}`)
  return text.replace(part, () => by)
}

/** The workspace once more, with its own links between packages. */
const copyWorkspace = (folder: string) => {
  for (const name of [
    'packages',
    'test',
    'scripts',
    'examples',
    'package.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'vitest.config.ts',
  ])
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: source => !source.endsWith('/dist') && !source.endsWith('.tsbuildinfo'),
    })
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, '@eventcrm'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@eventcrm') symlinkSync(join(root, 'node_modules', name), join(modules, name))
  for (const name of readdirSync(join(folder, 'packages')))
    symlinkSync(join(folder, 'packages', name), join(modules, '@eventcrm', name))
}

/** Adds aggregates that are the contact under other names. */
const addMadeUp = (folder: string) => {
  const domain = join(folder, 'packages/domain/src')
  const names = Array.from({ length: madeUp }, (_, i) => `made${String.fromCharCode(97 + i)}`)
  const capital = (name: string) => `M${name.slice(1)}`
  for (const name of names) {
    cpSync(join(domain, 'contact'), join(domain, name), { recursive: true })
    for (const file of readdirSync(join(domain, name)))
      edit(join(domain, name, file), text => text.replaceAll('Contact', capital(name)).replaceAll('contact', name))
  }
  const lines = (line: (name: string) => string) => names.map(line).join('')
  edit(join(domain, 'aggregates.ts'), text =>
    replaced(
      lines(name => `import { ${name} } from './${name}/commands.ts'\n`) + text,
      '  contacts: contact,\n',
      `  contacts: contact,\n${lines(name => `  ${name}s: ${name},\n`)}`,
    ),
  )
  edit(
    join(domain, 'index.ts'),
    text => text + lines(name => `export { ${name}, type ${capital(name)}Aggregate } from './${name}/commands.ts'\n`),
  )
  edit(join(folder, 'packages/crm/src/crm.ts'), text =>
    replaced(
      `import type { ${names.join(', ')} } from '@eventcrm/domain'\n${text}`,
      '  readonly contacts: Methods<typeof contact>\n',
      `  readonly contacts: Methods<typeof contact>\n${lines(name => `  readonly ${name}s: Methods<typeof ${name}>\n`)}`,
    ),
  )
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.d.ts'))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)

/** A project that has the packages as they are published, and nothing else of the workspace. */
const makeConsumer = (folder: string) => {
  const modules = join(folder, 'consumer/node_modules')
  mkdirSync(join(modules, '@eventcrm'), { recursive: true })
  for (const name of readdirSync(join(folder, 'packages'))) {
    const from = join(folder, 'packages', name)
    const { publishConfig, ...manifest } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as {
      readonly publishConfig?: { readonly exports?: unknown }
      readonly dependencies?: Readonly<Record<string, string>>
    }
    const dist = join(from, 'dist')
    if (!publishConfig?.exports || !readdirSync(from).includes('dist')) continue
    const to = join(modules, '@eventcrm', name)
    cpSync(dist, join(to, 'dist'), { recursive: true })
    writeFileSync(join(to, 'package.json'), JSON.stringify({ ...manifest, exports: publishConfig.exports }))
    for (const dependency of Object.keys(manifest.dependencies ?? {})) {
      const there = readdirSync(modules).includes(dependency.split('/')[0] ?? '')
      if (!dependency.startsWith('@') && !there)
        symlinkSync(join(from, 'node_modules', dependency), join(modules, dependency))
    }
  }
  writeFileSync(join(folder, 'consumer/package.json'), '{ "type": "module" }')
  const options = { strict: true, target: 'es2024', module: 'nodenext', types: ['node'] }
  writeFileSync(
    join(folder, 'consumer/tsconfig.json'),
    JSON.stringify({ compilerOptions: options, files: ['consumer.ts'] }),
  )
  writeFileSync(join(folder, 'consumer/consumer.ts'), consumer)
  symlinkSync(join(root, 'node_modules/@types'), join(modules, '@types'))
}

interface Compiled {
  readonly milliseconds: number
  readonly instantiations: number
}
const compile = (folder: string, ...args: readonly string[]): Compiled => {
  const { stdout, status } = spawnSync(process.execPath, [tsc, '--noEmit', '--extendedDiagnostics', ...args], {
    cwd: folder,
    encoding: 'utf8',
  })
  // what does not compile says nothing about what compiling costs
  if (status !== 0) throw new Error(`${folder} does not compile:\n${stdout.split('\n').slice(0, 20).join('\n')}`)
  const figure = (name: string) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(stdout)?.[1])
  return { milliseconds: figure('Total time') * 1000, instantiations: figure('Instantiations') }
}

const measured: readonly (readonly [string, (folder: string) => Compiled])[] = [
  ['tsc of ten lines, skipLibCheck', folder => compile(join(folder, 'consumer'), '--skipLibCheck')],
  ['tsc of ten lines, libraries checked', folder => compile(join(folder, 'consumer'), '--skipLibCheck', 'false')],
  ['tsc of the workspace', folder => compile(folder, '-p', 'tsconfig.json')],
]

export const run = async (): Promise<readonly Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'eventcrm-types-'))
  try {
    const [now, grown] = [join(folder, 'now'), join(folder, 'grown')]
    for (const copy of [now, grown]) copyWorkspace(copy)
    addMadeUp(grown)
    for (const copy of [now, grown]) {
      execFileSync(process.execPath, [tsc, '-b', 'packages/crm/tsconfig.json'], { cwd: copy, stdio: 'inherit' })
      makeConsumer(copy)
    }
    const rows: Row[] = []
    for (const [name, work] of measured) {
      let instantiations = ''
      const side = (copy: string) => () => {
        const compiled = work(copy)
        instantiations = `${instantiations.split(', ').slice(-1).join('')}, ${String(compiled.instantiations)}`
        return compiled.milliseconds
      }
      const row = await compare(`${name}: 25 aggregates against 8`, side(grown), side(now), {
        rounds,
        aim: { atMost: 2 },
        unit: 'ms',
        note: () => `instantiations ${instantiations.replace(', ', ' against ')}`,
      })
      rows.push(row)
    }
    const kilobytes = (copy: string) => sizeOf(join(copy, 'packages/crm/dist')) / 1000
    const [more, less] = [kilobytes(grown), kilobytes(now)]
    rows.push({
      name: 'declarations of crm: 25 aggregates against 8',
      ratio: more / less,
      spread: [more / less, more / less],
      aim: { atMost: 2 },
      detail: `${more.toFixed(1)} against ${less.toFixed(1)} kB`,
    })
    return rows
  } finally {
    rmSync(folder, { recursive: true })
  }
}

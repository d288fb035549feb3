// What the stand-in is asked on its command line, and what it says.
import { mkdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createAuthority } from './certificates.ts'
import { startStandIn, type StandIn, type StandInOptions } from './stand-in.ts'
import { isVersion, versions } from './version.ts'
import type { Users } from './access.ts'

const help = `A stand-in for EventStoreDB: a test tool that speaks its protocol over a log in memory, or in a file.

  npm run -s eventstoredb:stand-in -- [OPTION …]

  --port N                2113 unless given; 0 for any that is free. Listens on this machine alone
  --like VERSION          which server it plays: ${versions.join(' or ')}; ${String(versions[0])} unless given
  --nodes N               so many nodes over one log, at ports one after another; the first leads
  --file FILE             SQLite file in which the log is kept; in memory alone unless given, and gone when it stops
  --secure FOLDER         TLS, with a certificate authority of its own, whose ca.crt it writes into the folder
  --user NAME:PASSWORD    a user of a secure node, beside admin:changeit and ops:changeit; once for each
  --help                  this text

Ctrl-C stops it. Exit codes: 0 stopped, 1 could not start, 2 options that it does not know.
`

class Unusable extends Error {}

const wholeNumber = (name: string, text: string, least: number, most: number) => {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new Unusable(`--${name} takes a whole number from ${least} to ${most}`)
}

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '2113' },
        like: { type: 'string', default: '24.6' },
        nodes: { type: 'string', default: '1' },
        file: { type: 'string' },
        secure: { type: 'string' },
        user: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new Unusable(error instanceof Error ? error.message : String(error))
  }
}

const usersOf = (given: readonly string[]): Users =>
  Object.fromEntries(
    given.map(text => {
      const [, name, password] = /^([^:]+):(.+)$/u.exec(text) ?? []
      if (name === undefined || password === undefined) throw new Unusable('--user takes NAME:PASSWORD')
      return [name, { password }]
    }),
  )

const optionsOf = async ({
  port,
  like,
  nodes,
  file,
  secure,
  user,
}: ReturnType<typeof parse>): Promise<StandInOptions> => {
  if (!isVersion(like)) throw new Unusable(`--like takes ${versions.join(' or ')}`)
  if (user.length > 0 && secure === undefined) throw new Unusable('--user needs --secure: an insecure node asks nobody')
  const common = {
    port: wholeNumber('port', port, 0, 65_535),
    nodes: wholeNumber('nodes', nodes, 1, 9),
    like,
    users: usersOf(user),
    ...(file === undefined ? {} : { file }),
  }
  if (secure === undefined) return common
  await mkdir(secure, { recursive: true })
  return { ...common, tls: await createAuthority(secure) }
}

const explain = (error: unknown) => {
  if (!(error instanceof Error)) return String(error)
  const { code, port } = Object.fromEntries(Object.entries(error).map(([key, value]) => [key, String(value)]))
  if (code === 'EADDRINUSE')
    return `Port ${String(port)} is in use: take another with --port, or 0 for any that is free`
  if (code === 'ERR_SQLITE_ERROR')
    return `The file of the log cannot be opened (${error.message}): see that it is one, and that no other stand-in has it open`
  return code === 'EACCES' ? `${error.message}: take another port or folder` : error.message
}

export interface Outputs {
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
}

/** The stand-in that was started, or the exit code. */
export const main = async (args: readonly string[], { stdout, stderr }: Outputs): Promise<StandIn | number> => {
  if (args.includes('--help')) {
    stdout(help)
    return 0
  }
  try {
    const options = await optionsOf(parse(args))
    const node = await startStandIn(options)
    stdout(
      `A stand-in for EventStoreDB, like ${String(options.like)}: a test tool, ${options.file === undefined ? 'all in memory' : `its log in ${options.file}`}.\n`,
    )
    stdout(`Ready: ${node.url}\n`)
    return node
  } catch (error) {
    stderr(`${explain(error)}\n`)
    return error instanceof Unusable ? 2 : 1
  }
}

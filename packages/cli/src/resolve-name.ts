// Which thing a user means by a name, part of a name, or an id.
import type { Crm } from '@eventcrm/crm'
import { searchKeyOf } from '@eventcrm/domain'
import type { DirectoryEntry, DirectoryKind } from '@eventcrm/read-model-directory'
import leven from 'leven'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { Fault, usageFault } from './fault.ts'
import { quoted } from './quoted.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
export const isUuid = (text: string): boolean => uuid.test(text)

const words: Readonly<Record<DirectoryKind, string>> = {
  staffMember: 'staff member',
  salesTeam: 'sales team',
  contact: 'contact',
  product: 'product',
  pipeline: 'pipeline',
}

const shown = ({ name, id }: DirectoryEntry): string => `  ${name ?? '(name erased)'}  ${id}`

/** Names read through to find the nearest ones; a company has fewer of most kinds. */
const looked = 1000

const nearest = (entries: readonly DirectoryEntry[], key: string): readonly string[] =>
  entries
    .flatMap(({ name, searchKey }) =>
      name !== null && searchKey !== null ? [{ name, far: leven(searchKey, key) }] : [],
    )
    .filter(({ far }) => far <= Math.max(2, key.length / 2))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => quoted(name))

/** How a user's text was understood: at most one entry is meant. */
const candidates = async (crm: Crm, kind: DirectoryKind, text: string): Promise<readonly DirectoryEntry[]> => {
  const beginning = await crm.search(kind, text, looked)
  const exact = beginning.filter(({ searchKey }) => searchKey === searchKeyOf(text))
  return exact.length > 0 ? exact : beginning
}

/**
 * The id of what is meant: an id as it is, a name with or without accents and capitals, the beginning of a name that only one has, or
 * a customer code.
 * @param option what the user gave it as, for the message: '--owner'
 * @param missing what the command ends with when nothing is called so
 * @throws Fault naming the candidates when several are meant, or the nearest names when none is
 */
export const resolveName = async (
  crm: Crm,
  kind: DirectoryKind,
  text: string,
  option: string,
  missing: ExitCode = exitCodes.usage,
): Promise<string> => {
  const word = words[kind]
  if (isUuid(text)) {
    const id = text.toLowerCase()
    if ((await crm.names([id])).has(id)) return id
    throw new Fault(missing, `${option}: no ${word} has the id ${text}`, [`give a name: ${option} "…"`])
  }
  const found = await candidates(crm, kind, text)
  const [one] = found
  if (one && found.length === 1) return one.id
  if (found.length > 1) {
    const listed = found.slice(0, 8).map(shown)
    const more = found.length > listed.length ? [`  … and ${String(found.length - listed.length)} more`] : []
    throw usageFault(
      `${option}: ${quoted(text)} may be any of these; give more of the name, or the id`,
      ...listed,
      ...more,
    )
  }
  const all = await crm.search(kind, '', looked)
  const coded = all.find(entry => entry.kind === 'contact' && entry.customerCode?.toUpperCase() === text.toUpperCase())
  if (coded) return coded.id
  const near = nearest(all, searchKeyOf(text))
  throw new Fault(
    missing,
    `${option}: no ${word} is called ${quoted(text)}`,
    near.length > 0 ? [`did you mean ${near.join(' or ')}?`] : [],
  )
}

import { Argument } from '@commander-js/extra-typings'
import { isRejected, type Crm, type Merged } from '@eventcrm/crm'
import { choosableContactFields, choosableLeadFields, type Words } from '@eventcrm/domain'
import { withDatabase } from '../database.ts'
import { usageFault } from '../fault.ts'
import { describedStream } from '../history/which-stream.ts'
import { placeGiven, type Place } from '../place.ts'
import { quoted } from '../quoted.ts'
import { isUuid } from '../resolve-name.ts'
import { print, printJson } from '../terminal.ts'
import { companyCommand, type Invocation } from './command.ts'
import { formatOption, languageOption } from './options.ts'

const kinds = ['contacts', 'leads'] as const
const kindArgument = () => new Argument('<of>', 'what they are').choices(kinds)
const actorOption = ['--actor <id>', 'who does it', 'cli'] as const

type Chosen<Field extends string> = { readonly [F in Field]?: string }

/** @throws Fault for what is not FIELD=ID, or for a field that can't be chosen */
const chosenOf = <Field extends string>(given: readonly string[], fields: readonly Field[]): Chosen<Field> => {
  const chosen: { [F in Field]?: string } = {}
  for (const choice of given) {
    const at = choice.indexOf('=')
    if (at <= 0)
      throw usageFault({
        en: '--choose: expected a field and whose value it is to have, like name=ID',
        vi: '--choose: cần tên trường và mục có giá trị được giữ, như name=ID',
      })
    const field = fields.find(one => one === choice.slice(0, at))
    if (field === undefined)
      throw usageFault({
        en: `--choose: expected one of ${fields.join(', ')}`,
        vi: `--choose: cần một trong ${fields.join(', ')}`,
      })
    chosen[field] = choice.slice(at + 1)
  }
  return chosen
}

interface Asked {
  readonly ids: string[]
  readonly survivorId?: string
}

/** Merges, once the ids of whom the values are to be of are known. @throws Fault for what can't be chosen */
const mergerOf = <Field extends string>(
  given: readonly string[],
  fields: readonly Field[],
  merge: (crm: Crm, asked: Asked & { readonly chosen: Chosen<Field> }) => Promise<Merged>,
) => {
  const named = chosenOf(given, fields)
  return async (crm: Crm, asked: Asked, idOf: (which: string) => Promise<string>): Promise<Merged> => {
    const chosen: { [F in Field]?: string } = {}
    for (const field of fields) {
      const which = named[field]
      if (which !== undefined) chosen[field] = await idOf(which)
    }
    return merge(crm, { ...asked, chosen })
  }
}

type Of = (typeof kinds)[number]

/** The id of a contact or lead, by whatever it was named. */
const idOf = async (crm: Crm, place: Place, of: Of, which: string): Promise<string> =>
  (await describedStream(crm, place, of === 'contacts' ? 'contact' : 'lead', which, () => Promise.resolve())).id

/** The ids of what is to be merged. @throws Fault where they are not several */
const idsOf = async (crm: Crm, place: Place, of: Of, named: readonly string[]): Promise<string[]> => {
  const ids: string[] = []
  for (const which of named) ids.push(await idOf(crm, place, of, which))
  if (new Set(ids).size < 2)
    throw usageFault({
      en: 'IDS: expected at least two different ones',
      vi: 'IDS: cần ít nhất hai mục khác nhau',
    })
  return ids
}

/** @throws Fault where it is none of those that are merged */
const among = (option: string, id: string, ids: readonly string[]): string => {
  if (ids.includes(id)) return id
  throw usageFault({
    en: `${option}: expected one of those that are merged`,
    vi: `${option}: cần một trong các mục được gộp`,
  })
}

const tell = async (
  invocation: Invocation,
  crm: Crm,
  format: 'table' | 'json',
  of: Of,
  done: Merged,
  said: (survivor: string, count: number) => Words,
): Promise<void> => {
  if (format === 'json') {
    printJson(invocation, done)
    return
  }
  const { survivorId, loserIds } = done
  const name = await ownName(crm, of, survivorId)
  const words = said(name === survivorId ? name : `${name} (${survivorId})`, loserIds.length)
  print(invocation, language => `  ${words[language]}`)
}

export const mergeCommand = (invocation: Invocation) =>
  companyCommand(invocation, 'merge', 'Makes contacts or leads that are the same one; `unmerge` parts them again', [
    ['merge contacts ID1 ID2 -d crm.sqlite', 'customers first, then the oldest, stands for the others'],
    ['merge leads ID1 ID2 --survivor ID2 --choose name=ID1 -d crm.sqlite', 'with the name of the other'],
  ])
    .addArgument(kindArgument())
    .argument(
      '<ids...>',
      'which ones: their ids, as `duplicates` shows them, names, or the keys they were imported under',
    )
    .option('--survivor <id>', 'which one stands for the others (default: the first by rank)')
    .option('--choose <field=id...>', 'whose value a field is to have (default: the first that there is, by rank)')
    .option(...actorOption)
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .action(async (of, ids, { survivor, choose = [], actor, format, ...options }) => {
      const place = placeGiven(invocation, options)
      const merge =
        of === 'contacts'
          ? mergerOf(choose, choosableContactFields, (crm, asked) => crm.contacts.merge(asked))
          : mergerOf(choose, choosableLeadFields, (crm, asked) => crm.leads.merge(asked))
      await withDatabase(invocation, place, { actor, runProcesses: true }, async ({ crm, catchUp }) => {
        const merging = await idsOf(crm, place, of, ids)
        const oneOf = async (option: string, which: string) => among(option, await idOf(crm, place, of, which), merging)
        const asked = {
          ids: merging,
          ...(survivor === undefined ? {} : { survivorId: await oneOf('--survivor', survivor) }),
        }
        const merged = await merge(crm, asked, which => oneOf('--choose', which))
        await catchUp()
        const several = (await mergersOf(crm, of, merged.survivorId)).length > 1
        const parting = `unmerge ${of} ${merged.survivorId}${several ? ` --merger ${merged.mergeId}` : ''}`
        await tell(invocation, crm, format, of, merged, (name, count) =>
          merged.position === null
            ? {
                en: `Nothing was done: ${name} stands for them already. To part them: ${parting}`,
                vi: `Không có gì thay đổi: ${name} đã thay cho các mục này. Để tách lại: ${parting}`,
              }
            : {
                en: `${name} stands for ${String(count)} more from now on. To part them: ${parting}`,
                vi: `Từ nay ${name} thay cho ${String(count)} mục khác. Để tách lại: ${parting}`,
              },
        )
      })
    })

/** The mergers by which it stands for others. */
const mergersOf = async (crm: Crm, of: Of, id: string) => [
  ...(of === 'contacts' ? await crm.state('contacts', id) : await crm.state('leads', id)).merging.standing,
]

/** What it is called by itself, whatever it is part of. */
const ownName = async (crm: Crm, of: Of, id: string): Promise<string> => {
  if (of === 'contacts') return shown((await crm.state('contacts', id)).name) ?? id
  const { title, name, organisationName } = await crm.state('leads', id)
  return shown(title) ?? shown(name) ?? shown(organisationName) ?? id
}
/** A name that was erased shows nothing. */
const shown = (name: unknown): string | undefined => (typeof name === 'string' ? name : undefined)

/** Parts them. @throws Fault naming the mergers where several may be meant */
const parted = async (crm: Crm, of: Of, asked: { readonly id: string; readonly mergeId?: string }) => {
  try {
    return of === 'contacts' ? await crm.contacts.unmerge(asked) : await crm.leads.unmerge(asked)
  } catch (error) {
    if (!isRejected(error, 'MERGERS_SEVERAL')) throw error
    const mergers = await mergersOf(crm, of, asked.id)
    const lines = await Promise.all(
      mergers.map(async ({ mergeId, loserIds }) => {
        const names = await Promise.all(loserIds.map(id => ownName(crm, of, id)))
        const line = `  --merger ${mergeId}  (${names.join(', ')})`
        return { en: line, vi: line }
      }),
    )
    throw usageFault(error.words, ...lines)
  }
}

export const unmergeCommand = (invocation: Invocation) =>
  companyCommand(invocation, 'unmerge', 'Parts contacts or leads that were merged', [
    ['unmerge contacts ID -d crm.sqlite', 'the survivor, or one that is part of it'],
  ])
    .addArgument(kindArgument())
    .argument('<id>', 'the survivor, or one that is part of it: its id, name, or the key it was imported under')
    .option('--merger <id>', 'which merger, where it survived several')
    .option(...actorOption)
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .action(async (of, which, { merger, actor, format, ...options }) => {
      const place = placeGiven(invocation, options)
      if (merger !== undefined && !isUuid(merger))
        throw usageFault({
          en: `--merger: expected the id of a merger, not ${quoted(merger)}`,
          vi: `--merger: cần mã của một lần gộp, không phải ${quoted(merger)}`,
        })
      await withDatabase(invocation, place, { actor, runProcesses: true }, async ({ crm, catchUp }) => {
        const asked = { id: await idOf(crm, place, of, which), ...(merger === undefined ? {} : { mergeId: merger }) }
        const done = await parted(crm, of, asked)
        await catchUp()
        await tell(invocation, crm, format, of, done, (name, count) => ({
          en: `${String(count)} that ${name} stood for stand for themselves again.`,
          vi: `${String(count)} mục đã gộp vào ${name} lại đứng riêng.`,
        }))
      })
    })

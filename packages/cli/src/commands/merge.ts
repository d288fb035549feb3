import { Argument } from '@commander-js/extra-typings'
import type { Crm, Merged } from '@eventcrm/crm'
import { choosableContactFields, choosableLeadFields, type Words } from '@eventcrm/domain'
import { withDatabase } from '../database.ts'
import { usageFault } from '../fault.ts'
import { placeGiven } from '../place.ts'
import { print, printJson } from '../terminal.ts'
import { companyCommand, type Invocation } from './command.ts'
import { formatOption, languageOption } from './options.ts'

const kinds = ['contacts', 'leads'] as const
const kindArgument = () => new Argument('<of>', 'what they are').choices(kinds)
const actorOption = ['--actor <id>', 'who does it', 'cli'] as const

const choices = (given: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    given.map(choice => {
      const at = choice.indexOf('=')
      if (at > 0) return [choice.slice(0, at), choice.slice(at + 1)]
      throw usageFault({
        en: '--choose: expected a field and whose value it is to have, like name=ID',
        vi: '--choose: cần tên trường và mục có giá trị được giữ, như name=ID',
      })
    }),
  )

/** @throws Fault for a field that can't be chosen */
const chosenOf = <Field extends string>(given: Readonly<Record<string, string>>, fields: readonly Field[]) => {
  const chosen: { [F in Field]?: string } = {}
  for (const [name, id] of Object.entries(given)) {
    const field = fields.find(one => one === name)
    if (field === undefined)
      throw usageFault({
        en: `--choose: expected one of ${fields.join(', ')}`,
        vi: `--choose: cần một trong ${fields.join(', ')}`,
      })
    chosen[field] = id
  }
  return chosen
}

const tell = async (
  invocation: Invocation,
  crm: Crm,
  format: 'table' | 'json',
  done: Merged,
  said: (survivor: string, count: number) => Words,
): Promise<void> => {
  if (format === 'json') {
    printJson(invocation, done)
    return
  }
  const { survivorId, loserIds } = done
  const name = (await crm.names([survivorId])).get(survivorId) ?? survivorId
  const words = said(name === survivorId ? name : `${name} (${survivorId})`, loserIds.length)
  print(invocation, language => `  ${words[language]}`)
}

export const mergeCommand = (invocation: Invocation) =>
  companyCommand(invocation, 'merge', 'Makes contacts or leads that are the same one; `unmerge` parts them again', [
    ['merge contacts ID1 ID2 -d crm.sqlite', 'customers first, then the oldest, stands for the others'],
    ['merge leads ID1 ID2 --survivor ID2 --choose name=ID1 -d crm.sqlite', 'with the name of the other'],
  ])
    .addArgument(kindArgument())
    .argument('<ids...>', 'their ids, as `duplicates -f json` gives them')
    .option('--survivor <id>', 'which one stands for the others (default: the first by rank)')
    .option('--choose <field=id...>', 'whose value a field is to have (default: the first that there is, by rank)')
    .option(...actorOption)
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .action(async (of, ids, { survivor, choose = [], actor, format, ...options }) => {
      const place = placeGiven(invocation, options)
      const given = choices(choose)
      const asked = { ids, ...(survivor === undefined ? {} : { survivorId: survivor }) }
      const [contactFields, leadFields] =
        of === 'contacts' ? [chosenOf(given, choosableContactFields), {}] : [{}, chosenOf(given, choosableLeadFields)]
      await withDatabase(invocation, place, { actor, runProcesses: true }, async ({ crm, catchUp }) => {
        const merged =
          of === 'contacts'
            ? await crm.contacts.merge({ ...asked, chosen: contactFields })
            : await crm.leads.merge({ ...asked, chosen: leadFields })
        await catchUp()
        await tell(invocation, crm, format, merged, (name, count) => ({
          en: `${name} stands for ${String(count)} more from now on. To part them: unmerge ${of} ${merged.survivorId}`,
          vi: `Từ nay ${name} thay cho ${String(count)} mục khác. Để tách lại: unmerge ${of} ${merged.survivorId}`,
        }))
      })
    })

export const unmergeCommand = (invocation: Invocation) =>
  companyCommand(invocation, 'unmerge', 'Parts contacts or leads that were merged', [
    ['unmerge contacts ID -d crm.sqlite', 'the survivor, or one that is part of it'],
  ])
    .addArgument(kindArgument())
    .argument('<id>', 'the survivor, or one that is part of it')
    .option('--merger <id>', 'which merger, where it survived several')
    .option(...actorOption)
    .addOption(formatOption(['table', 'json']))
    .addOption(languageOption())
    .action(async (of, id, { merger, actor, format, ...options }) => {
      const place = placeGiven(invocation, options)
      const asked = { id, ...(merger === undefined ? {} : { mergeId: merger }) }
      await withDatabase(invocation, place, { actor, runProcesses: true }, async ({ crm, catchUp }) => {
        const parted = of === 'contacts' ? await crm.contacts.unmerge(asked) : await crm.leads.unmerge(asked)
        await catchUp()
        await tell(invocation, crm, format, parted, (name, count) => ({
          en: `${String(count)} that ${name} stood for stand for themselves again.`,
          vi: `${String(count)} mục đã gộp vào ${name} lại đứng riêng.`,
        }))
      })
    })

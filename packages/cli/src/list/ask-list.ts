import type { Crm } from '@eventcrm/crm'
import type { Words } from '@eventcrm/domain'
import { QuestionInvalid, type AnyList, type ListAnswer, type ListRow } from '@eventcrm/projection'
import { faultsOfOptions } from '../explain.ts'
import { usageFault } from '../fault.ts'
import { optionName } from './list-options.ts'

/** The method of a list, by its name. */
const methodOf = (crm: Crm, name: string): ((question: object) => Promise<ListAnswer>) => {
  const methods: Readonly<Record<string, (question: object) => Promise<ListAnswer>>> = crm.lists
  const method = methods[name]
  if (!method) throw new TypeError(`There is no list ${name}`)
  return method
}

interface OfOption {
  readonly field: string
  readonly words: Words
}

/** What is at fault in a question, by the option that says it. */
const ofOption = ({ fields }: AnyList, { field, message, words }: QuestionInvalid['faults'][number]): OfOption => {
  const [part, name = '', operator = ''] = field.split('.')
  if (part !== 'filter') return { field: part === 'group' ? 'group-by' : (part ?? field), words }
  const option = optionName(name)
  const isMoney = fields[name]?.kind === 'money'
  if (isMoney && operator === 'currency') return { field: 'currency', words }
  if (operator !== 'from' && operator !== 'to') return { field: option, words }
  if (isMoney) return { field: `${operator === 'from' ? 'min' : 'max'}-${option}`, words }
  if (operator === 'to' && message === 'expected what is not before from')
    return {
      field: `${option}-to`,
      words: { en: `expected what is not before --${option}-from`, vi: `cần giá trị không trước --${option}-from` },
    }
  return { field: `${option}-${operator}`, words }
}

/** Rows of a page of a list, at most. */
const mostAtOnce = 1000

/**
 * Asks a list, in as many pages as it takes.
 * @throws Fault naming the options at fault
 */
export const askList = async (
  crm: Crm,
  list: AnyList,
  { limit, ...question }: { readonly limit: number; readonly [part: string]: unknown },
): Promise<ListAnswer> => {
  const ask = methodOf(crm, list.name)
  try {
    const first = await ask({ ...question, limit: Math.min(limit, mostAtOnce) })
    const rows: ListRow<unknown>[] = [...first.rows]
    const names = new Map(first.names)
    let { next } = first
    while (next !== null && rows.length < limit) {
      const page = await ask({ ...question, after: next, limit: Math.min(limit - rows.length, mostAtOnce) })
      rows.push(...page.rows)
      for (const [id, called] of page.names) names.set(id, called)
      next = page.next
    }
    return { ...first, rows, names, next }
  } catch (error) {
    if (error instanceof QuestionInvalid)
      throw usageFault(faultsOfOptions(error.faults.map(fault => ofOption(list, fault))))
    throw error
  }
}

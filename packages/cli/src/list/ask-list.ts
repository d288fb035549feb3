import type { Crm } from '@eventcrm/crm'
import { QuestionInvalid, type AnyList, type ListAnswer } from '@eventcrm/projection'
import { usageFault } from '../fault.ts'

/** The method of a list, by its name. */
const methodOf = (crm: Crm, name: string): ((question: object) => Promise<ListAnswer>) => {
  const methods: Readonly<Record<string, (question: object) => Promise<ListAnswer>>> = crm.lists
  const method = methods[name]
  if (!method) throw new TypeError(`There is no list ${name}`)
  return method
}

/** @throws Fault when it does not go on behind a page of the same order */
export const askList = async (crm: Crm, { name }: AnyList, question: object): Promise<ListAnswer> => {
  try {
    return await methodOf(crm, name)(question)
  } catch (error) {
    if (error instanceof QuestionInvalid && error.faults.some(({ field }) => field === 'after'))
      throw usageFault({
        en: '--after: expected what the page before ended with, in the same order',
        vi: '--after: cần giá trị mà trang trước đã cho ở cuối, với cùng thứ tự',
      })
    throw error
  }
}

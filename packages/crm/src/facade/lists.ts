import { issueWords } from '@eventcrm/domain'
import { requireOnce, type ListContext, type ReadModel } from '@eventcrm/projection'

type AnyMethods = Readonly<Record<string, (question?: object) => Promise<unknown>>>

const listsOf = (readModels: readonly ReadModel[]) => readModels.flatMap(({ lists = [] }) => lists)

/** @throws TypeError when two lists have one name, also of different read models */
export const checkLists = (readModels: readonly ReadModel[]): void => {
  requireOnce(
    'lists',
    listsOf(readModels).map(({ name }) => name),
  )
}

/** One method per list of these read models. */
export const listMethodsOf = (readModels: readonly ReadModel[], context: Omit<ListContext, 'words'>): AnyMethods =>
  Object.fromEntries(
    listsOf(readModels).map(list => [
      list.name,
      (question: object = {}) => list.answer({ ...context, words: issueWords }, question),
    ]),
  )

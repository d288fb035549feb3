import type { Crm } from '@eventcrm/crm'
import { DocumentDamaged, documentsOf, loadedOf } from '@eventcrm/projection'
import { opportunities, pipelines } from '@eventcrm/read-model-pipeline'
import { DatabaseRefused } from '@eventcrm/sqlite'
import { isUuid } from '../resolve-name.ts'
import { note, type CliContext } from '../terminal.ts'

/** Stages and lost reasons, which are parts of pipelines. */
const partsOfPipelines = async (crm: Crm): Promise<readonly (readonly [id: string, name: string])[]> => {
  const [found] = await crm.query([{ find: pipelines.collection }])
  return documentsOf(pipelines, found).flatMap(({ stages, lostReasons }) => [
    ...stages.map(({ stageId, name }) => [stageId, name] as const),
    ...lostReasons.map(({ reasonId, name }) => [reasonId, name] as const),
  ])
}

/** Names to show for ids, as far as documents have been folded, an opportunity's being its title; null for what was erased. */
export const namesOfThings = async (crm: Crm, ids: Iterable<string>): Promise<ReadonlyMap<string, string | null>> => {
  const keys = [...new Set(ids)].filter(isUuid)
  const [found] = await crm.query([{ load: opportunities.collection, keys }])
  const titles = [...loadedOf(opportunities, found)].map(([id, { title }]) => [id, title] as const)
  const names = new Map([...(await crm.names(keys)), ...titles])
  return keys.every(key => names.has(key)) ? names : new Map([...(await partsOfPipelines(crm)), ...names])
}

/** The same for what comes from the log alone: where documents are damaged there are no names, and a word about it. */
export const namesAsFarAsKnown = async (
  crm: Crm,
  context: CliContext,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, string | null>> => {
  try {
    return await namesOfThings(crm, ids)
  } catch (error) {
    if (!(error instanceof DocumentDamaged || (error instanceof DatabaseRefused && error.ofDocuments))) throw error
    note(context, {
      en: 'names are not shown, since documents are damaged: `eventcrm rebuild` folds them anew from the log',
      vi: 'không hiện được tên vì tài liệu bị hỏng: `eventcrm rebuild` dựng lại chúng từ nhật ký',
    })
    return new Map()
  }
}

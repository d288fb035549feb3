import type { Crm } from './open-crm.ts'
import { answer, type Asked } from './requests.ts'

/** GET /reports/pipeline?asOf=2026-03-31 */
export const pipeline = async (crm: Crm, { response, query }: Asked): Promise<void> => {
  answer(response, 200, await crm.reports.pipeline({ asOf: query.get('asOf') ?? undefined }))
}

/** GET /reports/openByPriority?asOf=2026-03-31 */
export const openByPriority = async (crm: Crm, { response, query }: Asked): Promise<void> => {
  answer(response, 200, await crm.reports.openByPriority({ asOf: query.get('asOf') ?? undefined }))
}

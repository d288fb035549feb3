import { createCrm, type CrmOptions } from '@eventcrm/crm'
import { priorities } from './priorities/read-model.ts'

/**
 * The company that this application serves. Founded by the first process that opens it; left as it is afterwards.
 * @param where `{ file }` for a SQLite file, or `{ stores }` for a test
 */
export const openCrm = (where: Pick<CrmOptions, 'file' | 'stores'>) =>
  createCrm({
    ...where,
    company: { name: 'Minh Anh Office', timeZone: 'Asia/Ho_Chi_Minh', currency: 'VND', country: 'VN', language: 'vi' },
    readModels: [priorities],
    onFault: error => console.error(error),
  })

export type Crm = Awaited<ReturnType<typeof openCrm>>

import type { Words } from '@eventcrm/domain'

/** What stands where a name, or what somebody wrote, was erased. */
export const erased: Words = { en: '(erased)', vi: '(đã xóa)' }

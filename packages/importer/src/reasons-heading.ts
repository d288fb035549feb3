import type { Language } from '@eventcrm/crm'

/** Heading of the first column of a file of rejected rows. A file with it is read as one. */
export const reasonsHeading: Readonly<Record<Language, string>> = { en: 'Rejected because', vi: 'Lý do từ chối' }

export const tidy = (heading: string): string => heading.trim().normalize('NFC')

export const isReasonsHeading = (cell: string | undefined): boolean =>
  Object.values(reasonsHeading).includes(tidy(cell ?? ''))

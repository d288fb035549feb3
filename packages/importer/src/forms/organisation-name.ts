// Names that only an organisation has, in Vietnamese and in English.
import { searchKeyOf } from '@eventcrm/crm'
import { foldedText } from '../reading/index.ts'

/** With or without accents: no person's name begins so. */
const beginnings =
  /^(?:tong )?(?:cong ty|cty)\b|^(?:ctcp|tap doan|ngan hang|benh vien|hop tac xa|htx|doanh nghiep|dntn)\b/
/** With its accents, since "Truong" is a family name as well, and in front of more, since "Trường" is a first name. */
const words = /^(?:trường|viện|sở) \S/
const endings = /[\s,.](?:ltd\.?|jsc\.?|inc\.?|llc\.?|corp\.?|co\.)$/

export const isOrganisationName = (name: string): boolean => {
  const folded = foldedText(name).normalize('NFC')
  return beginnings.test(searchKeyOf(name)) || words.test(folded) || endings.test(folded)
}

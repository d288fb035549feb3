// The catalogues that a contact's values are chosen from.
import { z } from 'zod'
import { catalogueFor } from '../catalogue/state.ts'
import { catalogueEntriesIn, type ChosenAgain } from '../kernel/catalogue-entry.ts'
import { isRejection, type Rejection } from '../kernel/command.ts'
import type { StatesIn } from '../kernel/reference.ts'
import { entry } from './rules.ts'
import { profileOf, type ContactProfile, type ContactState } from './state.ts'

/** A profile in a command; what is left out stays. */
export const profile = {
  industry: entry('Industry'),
  size: entry('Size of the organisation'),
  group: entry('Customer group'),
  territory: entry('Territory'),
  contactStatus: entry('How far it has been talked to'),
  contactSource: entry('Where the contact comes from'),
  customerSource: entry('What made it a customer'),
}
export const profileGiven = z.strictObject(profile)
export type ProfileGiven = z.output<typeof profileGiven>

/** The catalogues that the values given are looked up in. */
export const profileCatalogues = (given: Partial<ProfileGiven>) => ({
  industry: catalogueFor('industry', given.industry),
  size: catalogueFor('size', given.size),
  group: catalogueFor('customerGroup', given.group),
  territory: catalogueFor('territory', given.territory),
  contactStatus: catalogueFor('contactStatus', given.contactStatus),
  contactSource: catalogueFor('contactSource', given.contactSource),
  customerSource: catalogueFor('customerSource', given.customerSource),
})
type Catalogues = StatesIn<ReturnType<typeof profileCatalogues>>

/** The profile that holds once the values given replace the others. */
export const profileWith = (
  given: ProfileGiven,
  state: ContactState,
  { industry, size, group, territory, contactStatus, contactSource, customerSource }: Catalogues,
  again?: ChosenAgain,
): ContactProfile | Rejection => {
  const current = profileOf(state)
  const catalogues = { industry, size, group, territory, contactStatus, contactSource, customerSource }
  const values = catalogueEntriesIn(given, catalogues, current, again)
  return isRejection(values) ? values : { ...current, ...values }
}

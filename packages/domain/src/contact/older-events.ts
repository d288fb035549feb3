// Versions of the contact's events that were released and have been replaced. They decode for ever.
import { z } from 'zod'
import { labelled as labelledText } from '../kernel/catalogue-entry.ts'
import { customStored } from '../kernel/custom-fields.ts'
import { olderVersion } from '../kernel/events.ts'
import { externalIdsStored } from '../kernel/external-ids.ts'
import { personal } from '../kernel/personal.ts'
import { id } from '../kernel/values.ts'
import { mergingEvents } from '../merging/stored.ts'
import { contactPartsGone, contactValues } from './stored.ts'

const text = z.string().nullable()
const profile = z.object({ industry: text, size: text, group: text, territory: text })
const profileChange = z.object({
  industry: text.exactOptional(),
  size: text.exactOptional(),
  group: text.exactOptional(),
  territory: text.exactOptional(),
})

const labelled = (label: string | null) => (label === null ? null : labelledText(label))

/** Of a profile's texts, those that are there, as catalogue values. */
const labelledFields = ({ industry, size, group, territory }: z.output<typeof profileChange>) => ({
  ...(industry !== undefined && { industry: labelled(industry) }),
  ...(size !== undefined && { size: labelled(size) }),
  ...(group !== undefined && { group: labelled(group) }),
  ...(territory !== undefined && { territory: labelled(territory) }),
})

/** What made it a customer, before recorded purchases did. */
const customerTrigger = z.enum([
  'manual',
  'import',
  'leadConversion',
  'opportunityWon',
  'order',
  'contract',
  'invoice',
  'payment',
])
const values = z.object({
  ...contactValues.shape,
  customer: z
    .object({ code: personal(z.string()), trigger: customerTrigger })
    .nullable()
    .exactOptional(),
})
const merging = mergingEvents('contact')

export const olderContactEvents = {
  ContactBecameCustomer: [
    olderVersion(
      z.object({
        personId: id('person'),
        code: personal(z.string()),
        trigger: customerTrigger,
        documentId: z.uuid().nullable(),
      }),
      became => became,
    ),
  ],
  ContactMerged: [olderVersion(merging.merged(values), merged => merged)],
  ContactUnmerged: [olderVersion(merging.unmerged(values, contactPartsGone), unmerged => unmerged)],
  ContactRegistered: [
    olderVersion(
      z.object({
        personId: id('person'),
        kind: z.enum(['individual', 'organisation']),
        name: personal(z.string()),
        phone: personal(z.string()).nullable(),
        email: personal(z.string()).nullable(),
        profile,
        accountManagerId: id('staff member').nullable(),
        externalIds: externalIdsStored,
        custom: customStored,
      }),
      ({ profile, ...kept }) => ({
        ...kept,
        profile: {
          industry: labelled(profile.industry),
          size: labelled(profile.size),
          group: labelled(profile.group),
          territory: labelled(profile.territory),
          contactStatus: null,
          contactSource: null,
          customerSource: null,
        },
        term: 'regular' as const,
        taxCode: null,
      }),
    ),
  ],
  ContactAccountManagerSet: [
    olderVersion(
      z.object({ from: id('staff member').nullable(), to: id('staff member').nullable() }),
      // nobody was given an account by the rules then
      changed => ({ ...changed, rule: null }),
    ),
  ],
  ContactProfileSet: [
    olderVersion(z.object({ from: profileChange, to: profileChange }), ({ from, to }) => ({
      from: labelledFields(from),
      to: labelledFields(to),
    })),
  ],
} as const

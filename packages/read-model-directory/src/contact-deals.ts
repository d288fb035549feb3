// What contacts get from elsewhere: how many opportunities for them are open, won and lost, how many leads were converted for them, since
// when they are customers, and by which codes. Opportunities seldom name whom they are for; and what is part of a contact counts for that one too.
import { contact, day, id, isErased, lead, opportunity, type DataOf, type ContactEvents } from '@eventcrm/domain'
import { defineFeed, defineView, type Feed, type View, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'

const counted = {
  open: z.int().describe('Opportunities that are open'),
  won: z.int().describe('Opportunities that are won'),
  lost: z.int().describe('Opportunities that are lost'),
  leads: z.int().describe('Leads that were converted for it'),
}
const counts = z.object(counted)
type Counts = z.output<typeof counts>
const part = z.object({
  ...counted,
  customerSince: day.nullable().describe('Day on which it became a customer'),
  codes: z.array(z.string()).describe('Customer codes that it and its parts became customers under'),
})
type Part = z.output<typeof part>

const deal = z.object({
  of: z.literal('opportunity'),
  customerId: id('contact').nullable().describe('Whom it is for; null while unknown'),
  status: z.enum(['open', 'won', 'lost', 'void']).describe('How it stands'),
})
const account = z.object({
  of: z.literal('contact'),
  contactId: id('contact'),
  mergedInto: id('contact').nullable().describe('The contact that it is part of; null none'),
  customerSince: day.nullable().describe('Day on which it became a customer, or what it took that over from did'),
  code: z.string().nullable().describe('Customer code that it became a customer under itself; null none, or erased'),
  own: counts.describe('What is for it'),
  parts: z.record(z.string(), part).describe('What is for those that are part of it, by their ids'),
  isLate: z.boolean().describe('It was registered after something was for it'),
})
const source = z.discriminatedUnion('of', [deal, account])
type Deal = z.output<typeof deal>
type Account = z.output<typeof account>
type Source = z.output<typeof source>

const prefix = 'contact-'
/** Beside those of opportunities, whose ids somebody may have chosen alike. */
const keyOf = (contactId: string): string => `${prefix}${contactId}`

const opened = (known: Source | undefined): Deal => {
  if (known?.of !== 'opportunity') throw new TypeError('Something happened to an opportunity that was never opened')
  return known
}
const stands = (to: Deal['status']) => (known: Source | undefined) => Object.assign(opened(known), { status: to })

const accountOf = (known: Source | undefined, contactId: string): Account =>
  known?.of === 'contact'
    ? known
    : {
        ...{ of: 'contact', contactId, mergedInto: null, customerSince: null, code: null, parts: {}, isLate: false },
        own: { open: 0, won: 0, lost: 0, leads: 0 },
      }

type Happened<Type extends keyof ContactEvents> = ViewEvent<DataOf<ContactEvents[Type]>>

/** Something happened to a contact. */
const changes = <Type extends keyof ContactEvents>(
  change: (data: DataOf<ContactEvents[Type]>, known: Account, on: string) => Partial<Account>,
  names: (data: DataOf<ContactEvents[Type]>) => readonly string[] = () => [],
) => ({
  key: ({ streamId }: Happened<Type>) => keyOf(streamId),
  names: ({ data }: Happened<Type>) => names(data).map(keyOf),
  fold: (known: Source | undefined, { streamId, data, occurredOn }: Happened<Type>) => {
    const before = accountOf(known, streamId)
    return Object.assign(before, change(data, before, occurredOn))
  },
})

const convertedFor = {
  key: ({ data: { customerId } }: ViewEvent<{ readonly customerId: string | null }>) =>
    customerId === null ? null : keyOf(customerId),
  fold: (known: Source | undefined, { data: { customerId } }: ViewEvent<{ readonly customerId: string | null }>) => {
    const before = accountOf(known, customerId ?? '')
    before.own.leads++
    return before
  },
}

type Customer = NonNullable<DataOf<ContactEvents['ContactUnmerged']>['values']['customer']>
const codeOf = (customer: Pick<Customer, 'code'> | null): string | null =>
  customer && !isErased(customer.code) ? customer.code : null

type Taken = DataOf<ContactEvents['ContactMerged']>['taken']
/** Who becomes a customer by what it takes over is one since that other one was. */
const takenOver = (taken: Taken, { parts }: Account, on: string): Partial<Account> => {
  const from = taken.find(({ values }) => values.customer)
  return from ? { customerSince: parts[from.fromId]?.customerSince ?? on } : {}
}

const contactsSources: View<Source> = defineView({
  name: 'contactsSources',
  version: 4,
  describe:
    'Whom opportunities are for, how they stand, and which contacts are part of others: what contacts are fed from',
  document: source,
  aggregates: [opportunity, contact, lead],
  on: {
    OpportunityOpened: {
      key: ({ streamId }) => streamId,
      names: ({ data: { customerId } }) => (customerId === null ? [] : [keyOf(customerId)]),
      fold: (_, { data: { customerId } }) => ({ of: 'opportunity', customerId, status: 'open' }),
    },
    OpportunityCustomerLinked: {
      key: ({ streamId }) => streamId,
      names: ({ data: { to } }) => (to === null ? [] : [keyOf(to)]),
      fold: (known, { data: { to } }) => Object.assign(opened(known), { customerId: to }),
    },
    MarkedWon: stands('won'),
    MarkedLost: stands('lost'),
    OpportunityReopened: stands('open'),
    OpportunityVoided: stands('void'),
    ContactRegistered: {
      key: ({ streamId }) => keyOf(streamId),
      // most have nothing yet, and need no document
      fold: (known, { streamId }) => (known ? Object.assign(accountOf(known, streamId), { isLate: true }) : null),
    },
    ContactBecameCustomer: changes<'ContactBecameCustomer'>(({ code }, _, on) => ({
      customerSince: on,
      code: codeOf({ code }),
    })),
    ContactMergedInto: changes<'ContactMergedInto'>(
      ({ survivorId }) => ({ mergedInto: survivorId }),
      ({ survivorId }) => [survivorId],
    ),
    ContactSetApart: changes<'ContactSetApart'>(() => ({ mergedInto: null })),
    ContactMerged: changes<'ContactMerged'>(({ taken }, known, on) => takenOver(taken, known, on)),
    ContactUnmerged: changes<'ContactUnmerged'>(({ values: { customer } }, _, on) =>
      customer === undefined ? {} : { customerSince: customer && on, code: codeOf(customer) },
    ),
    LeadConvertedToOpportunity: convertedFor,
    LeadConvertedToCustomer: convertedFor,
  },
})

const earlier = (a: string | null, b: string | null) => (a === null || (b !== null && b < a) ? b : a)

const wholeOf = ({ own, parts, customerSince, code }: Account): Part => {
  const codes = new Set([code ?? [], Object.values(parts).map(one => one.codes)].flat(2))
  const whole = { ...own, customerSince, codes: [...codes].sort() }
  for (const one of Object.values(parts)) {
    for (const what of ['open', 'won', 'lost', 'leads'] as const) whole[what] += one[what]
    // what it took over comes first; where that went back, another of its parts may be a customer all the same
    if (customerSince === null) whole.customerSince = earlier(whole.customerSince, one.customerSince)
  }
  return whole
}

/** What a contact gets: all that is for it and for its parts. */
export interface ContactDeals extends Readonly<Part> {
  /** Given again, since the contact was not there to take it before. */
  readonly isLate: boolean
}

type Passed =
  | { readonly of: 'opportunity'; readonly to: string; readonly status: keyof Counts }
  | { readonly of: 'contact'; readonly to: string; readonly partId: string; readonly part: Part }

/** Whom it counts for, and as what. */
const passedBy = (source: Source): Passed | null => {
  switch (source.of) {
    case 'opportunity': {
      const { customerId: to, status } = source
      return to === null || status === 'void' ? null : { of: 'opportunity', to, status }
    }
    case 'contact': {
      const { mergedInto: to, contactId: partId } = source
      return to === null ? null : { of: 'contact', to, partId, part: wholeOf(source) }
    }
  }
}

const taken = (known: Source | undefined, was: Passed | undefined, is: Passed | undefined): Source => {
  const account = accountOf(known, (is ?? was)?.to ?? '')
  if (was?.of === 'opportunity') account.own[was.status]--
  if (was?.of === 'contact') {
    const { [was.partId]: _, ...others } = account.parts
    account.parts = others
  }
  if (is?.of === 'opportunity') account.own[is.status]++
  if (is?.of === 'contact') account.parts = { ...account.parts, [is.partId]: is.part }
  return account
}

/** The feed of contacts. */
export const contactDeals = <Doc>(take: (document: Doc, deals: ContactDeals | undefined) => Doc): Feed<Doc> =>
  defineFeed<Source, ContactDeals, Doc, Passed>(contactsSources, {
    gives: source =>
      new Map(source.of === 'contact' ? [[source.contactId, { ...wholeOf(source), isLate: source.isLate }]] : []),
    mayGive: key => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []),
    take: (document, _, __, is) => take(document, is),
    between: {
      gives: source => {
        const passed = passedBy(source)
        return new Map(passed ? [[keyOf(passed.to), passed]] : [])
      },
      take: taken,
    },
  })

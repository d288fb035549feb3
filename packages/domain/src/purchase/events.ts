// A storage contract: a released schema never changes. A change is a new version; the old one moves to `older`.
import { z } from 'zod'
import { customerRefusedStored, madeCustomerStored, makesCustomerStored } from '../contact/made-customer.ts'
import { customStored } from '../kernel/custom-fields.ts'
import { defineEvents } from '../kernel/events.ts'
import { externalIdsStored } from '../kernel/external-ids.ts'
import { storedMoney } from '../kernel/money.ts'
import { id } from '../kernel/values.ts'
import { assignmentStored } from '../sales-team/assignment.ts'

const events = defineEvents({
  PurchaseRecorded: z
    .object({
      personId: id('person').describe('Whom the personal fields are about: the customer'),
      customerId: id('contact').describe('Who bought'),
      amount: storedMoney.describe('What was paid for it, tax included; it may be nothing'),
      tax: z.int().min(0).nullable().describe('Minor units of it that are tax; null unknown'),
      units: z.number().min(0).nullable().describe('Units bought, at most three decimals; null unknown'),
      assignment: assignmentStored.describe('Who sold it'),
      makesCustomer: makesCustomerStored,
      externalIds: externalIdsStored.describe('What other systems call it'),
      custom: customStored.describe('The company’s own fields'),
    })
    .describe('Somebody bought something, where there is no invoice'),
  PurchaseMadeCustomer: madeCustomerStored.describe(
    'Who bought is a customer since: by this purchase, or by something else by then',
  ),
  PurchaseCustomerRefused: customerRefusedStored.describe('Who bought did not become a customer by it'),
  PurchaseVoided: z.object({}).describe('It was entered by mistake: it counts nowhere on any day, its history stays'),
})

type Inferred = typeof events
export interface PurchaseEvents extends Inferred {} // a name for hovers and errors
export const purchaseEvents: PurchaseEvents = events

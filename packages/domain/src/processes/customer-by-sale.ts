import { contact } from '../contact/commands.ts'
import { defineProcess, leg } from '../kernel/process.ts'
import { purchase } from '../purchase/commands.ts'

/** Makes a customer of whoever bought and was none, under the company's next code; one who is a customer by then stays as it is. */
export const customerBySale = defineProcess({
  name: 'customerBySale',
  version: 1,
  describe: 'Makes a contact a customer by the first purchase that is recorded of it',
  aggregates: [purchase],
  requests: {
    PurchaseRecorded: {
      key: ({ streamId, data }) => (data.makesCustomer ? streamId : null),
      *steps({ streamId: purchaseId, data: { customerId } }) {
        const became = contact.becomeCustomer({ contactId: customerId, trigger: 'sale', documentId: purchaseId })
        const answer = yield leg('customer', became)
        if (answer.accepted) yield leg('made', purchase.completeCustomer({ purchaseId, customerId }))
        else {
          const { code } = answer.rejection
          yield leg('refused', purchase.refuseCustomer({ purchaseId, customerId, code }))
        }
      },
    },
  },
  outcomes: {
    PurchaseMadeCustomer: ({ streamId }) => streamId,
    PurchaseCustomerRefused: { key: ({ streamId }) => streamId, refusal: ({ data }) => data.code },
  },
})

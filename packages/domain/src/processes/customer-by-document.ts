// Makes a customer of whoever bought and was none. One process for each kind of document, since each states its outcome on its own stream.
import { makingCustomer } from '../contact/made-customer.ts'
import { invoice } from '../invoice/commands.ts'
import { defineProcess } from '../kernel/process.ts'
import { payment } from '../payment/commands.ts'
import { purchase } from '../purchase/commands.ts'

export const customerBySale = defineProcess({
  name: 'customerBySale',
  version: 1,
  describe: 'Makes a contact a customer by the first purchase that is recorded of it',
  aggregates: [purchase],
  requests: {
    PurchaseRecorded: {
      key: ({ streamId, data }) => (data.makesCustomer ? streamId : null),
      steps: ({ streamId: purchaseId, data: { customerId } }) =>
        makingCustomer(
          { trigger: 'sale', documentId: purchaseId, customerId },
          {
            made: () => purchase.completeCustomer({ purchaseId, customerId }),
            refused: code => purchase.refuseCustomer({ purchaseId, customerId, code }),
          },
        ),
    },
  },
  outcomes: {
    PurchaseMadeCustomer: ({ streamId }) => streamId,
    PurchaseCustomerRefused: { key: ({ streamId }) => streamId, refusal: ({ data }) => data.code },
  },
})

export const customerByInvoice = defineProcess({
  name: 'customerByInvoice',
  version: 1,
  describe: 'Makes a contact a customer by the first invoice',
  aggregates: [invoice],
  requests: {
    InvoiceIssued: {
      key: ({ streamId, data }) => (data.makesCustomer ? streamId : null),
      steps: ({ streamId: invoiceId, data: { customerId } }) =>
        makingCustomer(
          { trigger: 'invoice', documentId: invoiceId, customerId },
          {
            made: () => invoice.completeCustomer({ invoiceId, customerId }),
            refused: code => invoice.refuseCustomer({ invoiceId, customerId, code }),
          },
        ),
    },
  },
  outcomes: {
    InvoiceMadeCustomer: ({ streamId }) => streamId,
    InvoiceCustomerRefused: { key: ({ streamId }) => streamId, refusal: ({ data }) => data.code },
  },
})

export const customerByPayment = defineProcess({
  name: 'customerByPayment',
  version: 1,
  describe: 'Makes a contact a customer by the first payment that comes in, where the company’s settings say so',
  aggregates: [payment],
  requests: {
    PaymentReceived: {
      key: ({ streamId, data }) => (data.makesCustomer ? streamId : null),
      steps: ({ streamId: paymentId, data: { customerId } }) =>
        makingCustomer(
          { trigger: 'payment', documentId: paymentId, customerId },
          {
            made: () => payment.completeCustomer({ paymentId, customerId }),
            refused: code => payment.refuseCustomer({ paymentId, customerId, code }),
          },
        ),
    },
  },
  outcomes: {
    PaymentMadeCustomer: ({ streamId }) => streamId,
    PaymentCustomerRefused: { key: ({ streamId }) => streamId, refusal: ({ data }) => data.code },
  },
})

import { z } from 'zod'
import { assignmentRulesState, theAssignmentRules } from '../assignment-rules/state.ts'
import { missingFields } from '../company/required-fields.ts'
import { companyState, theCompany } from '../company/state.ts'
import { customerCodeInSeries, theCustomerCodeSeries } from '../customer-code-series/state.ts'
import { customerCodeClaim } from '../customer-code/state.ts'
import { code } from '../kernel/values.ts'
import { askedOfRules, byRules } from './assignment-request.ts'
import { contactEvents as events } from './events.ts'
import { command, contactId, personOf, reject } from './rules.ts'
import { isCodeOf } from './state.ts'
import { customerTrigger, supplierTrigger } from './stored.ts'

/** What a contact is to the company. */
export const customerCommands = {
  becomeCustomer: command({
    describe: 'Makes a contact a customer, under a code that no other contact has; its history goes on',
    rejects: ['ALREADY_CUSTOMER', 'CUSTOMER_CODE_MISSING', 'MISSING_FIELDS'],
    schema: z.strictObject({
      contactId,
      code: code
        .optional()
        .describe('Customer code, unique in the company whatever its case; the company’s next when left out'),
      trigger: customerTrigger.default('manual').describe('What made it a customer'),
      documentId: z.uuid().optional().describe('The order, contract, invoice or other thing that did'),
      byRules,
    }),
    context: () => ({
      company: companyState.of(theCompany),
      rules: assignmentRulesState.of(theAssignmentRules),
    }),
    claims: ({ code }) => (code === undefined ? [] : [customerCodeClaim(code)]),
    numbered: {
      series: theCustomerCodeSeries,
      without: 'CUSTOMER_CODE_MISSING',
      form: companyState.of(theCompany),
      with: (command, number, company) => ({ ...command, code: customerCodeInSeries(number, company.customerCodes) }),
    },
    decide: ({ contactId, code, trigger, documentId = null, byRules }, state, { company, rules }, day) => {
      const { customer } = state
      if (!customer) {
        const missing = missingFields(company, 'customer', state.kind, state, state.custom)
        if (missing) return missing
        if (code === undefined) return reject('CUSTOMER_CODE_MISSING', { field: 'code' })
        const became = events.ContactBecameCustomer({ personId: personOf(state, contactId), code, trigger, documentId })
        return [became, ...(byRules ? askedOfRules(contactId, state, rules, day) : [])]
      }
      return code === undefined || isCodeOf(customer, code) ? [] : reject('ALREADY_CUSTOMER', { field: 'code' })
    },
  }),

  becomeSupplier: command({
    describe: 'Makes a contact a supplier; it may be a customer too',
    schema: z.strictObject({
      contactId,
      trigger: supplierTrigger.default('manual').describe('What made it a supplier'),
      documentId: z.uuid().optional().describe('The purchase, invoice or other thing that did'),
    }),
    decide: ({ trigger, documentId = null }, { supplier }) =>
      supplier ? [] : [events.ContactBecameSupplier({ trigger, documentId })],
  }),

  archive: command({
    describe: 'Puts a contact away: lists show it apart, and nothing else changes',
    schema: z.strictObject({ contactId }),
    decide: (_, { archived }) => (archived ? [] : [events.ContactArchived({})]),
  }),

  unarchive: command({
    describe: 'Takes a contact into use again',
    schema: z.strictObject({ contactId }),
    decide: (_, { archived }) => (archived ? [events.ContactUnarchived({})] : []),
  }),
}

import type { Form, Kind } from '../form.ts'
import { contactForm } from './contact.ts'
import { invoiceForm } from './invoice.ts'
import { leadForm } from './lead.ts'
import { opportunityForm } from './opportunity.ts'
import { paymentForm } from './payment.ts'
import { pipelineForm } from './pipeline.ts'
import { productForm } from './product.ts'
import { purchaseForm } from './purchase.ts'
import { staffMemberForm } from './staff-member.ts'

/** Every form, by what its rows become. */
export const forms = {
  product: productForm,
  staffMember: staffMemberForm,
  pipeline: pipelineForm,
  contact: contactForm,
  lead: leadForm,
  opportunity: opportunityForm,
  purchase: purchaseForm,
  invoice: invoiceForm,
  payment: paymentForm,
} as const satisfies Readonly<Record<Kind, Form>>

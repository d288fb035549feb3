import { lead } from './lead.ts'
import { individual, organisation } from './people.ts'
import { pipeline, product, staffMember } from './goods-and-staff.ts'
import { invoice, payment } from './money.ts'
import { opportunity } from './opportunity.ts'
import { purchase } from './purchase.ts'
import type { Template } from './template.ts'

/** Of what there is a template, in the order in which the files are best imported. */
export const templateNames = [
  'product',
  'staffMember',
  'pipeline',
  'organisation',
  'individual',
  'lead',
  'opportunity',
  'purchase',
  'invoice',
  'payment',
] as const
export type TemplateName = (typeof templateNames)[number]

export const templates: Readonly<Record<TemplateName, Template>> = {
  product,
  staffMember,
  pipeline,
  organisation,
  individual,
  lead,
  opportunity,
  purchase,
  invoice,
  payment,
}

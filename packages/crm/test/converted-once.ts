import { expect } from 'vitest'
import type { convertAtOnce } from './leads.ts'

/** Each lead was converted once, whatever the others that asked were told. */
export const expectConvertedOnce = ({ came, types }: Awaited<ReturnType<typeof convertAtOnce>>): void => {
  expect(came.filter(code => !/^(converted|ALREADY_CONVERTED|LEAD_CONVERTING)$/.test(code))).toEqual([])
  for (const ofLead of Object.values(types)) {
    const converted = ofLead.filter(type => type.startsWith('LeadConvertedTo')).length
    expect(converted).toBe(ofLead.includes('LeadConversionRequested') ? 1 : 0)
    expect(ofLead.filter(type => type === 'LeadConversionRefused')).toEqual([])
  }
}

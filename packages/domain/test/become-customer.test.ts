import { given, past, pooled } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import { assignmentRulesState, companyState, contact, contactEvents as e, contactState, Erased } from '../src/index.ts'
import { profileOf } from '../src/contact/state.ts'

const contactId = pooled('contact')
const personId = pooled('person')
const stream = contactState.of(contactId)
const registered = past(stream, [
  '2026-01-05',
  e.ContactRegistered({
    personId,
    kind: 'individual',
    name: 'Lê Bình',
    phone: null,
    email: null,
    profile: profileOf(contactState.initialState),
    term: 'regular',
    taxCode: null,
    accountManagerId: null,
    externalIds: [],
    custom: {},
  }),
])

describe('becoming a customer', () => {
  const documentId = pooled('order')
  const customer = past(stream, [
    '2026-02-01',
    e.ContactBecameCustomer({ personId, code: 'KH-001', trigger: 'manual', documentId: null }),
  ])
  it('says under which code and what made it one', () => {
    given(registered)
      .when(contact.becomeCustomer({ contactId, code: 'KH-001', trigger: 'order', documentId }), '2026-02-01')
      .decides(e.ContactBecameCustomer({ personId, code: 'KH-001', trigger: 'order', documentId }))
  })
  it('was done by hand when nothing is said', () => {
    given(registered)
      .when(contact.becomeCustomer({ contactId, code: 'KH-001' }), '2026-02-01')
      .decides(e.ContactBecameCustomer({ personId, code: 'KH-001', trigger: 'manual', documentId: null }))
  })
  it('decides nothing under the same code, in any case, whatever the trigger', () => {
    given(registered, customer)
      .when(contact.becomeCustomer({ contactId, code: 'kh-001', trigger: 'invoice' }), '2026-03-01')
      .nothing()
  })
  it('refuses another code', () => {
    given(registered, customer)
      .when(contact.becomeCustomer({ contactId, code: 'KH-002' }), '2026-03-01')
      .rejected('ALREADY_CUSTOMER', { field: 'code' })
  })
  it('refuses any code once the person was erased, since none can be told to be the same', () => {
    const erased = past(stream, [
      '2026-02-01',
      e.ContactBecameCustomer({ personId, code: Erased, trigger: 'manual', documentId: null }),
    ])
    given(registered, erased)
      .when(contact.becomeCustomer({ contactId, code: 'KH-001' }), '2026-03-01')
      .rejected('ALREADY_CUSTOMER', { field: 'code' })
  })
  it('is personal to the contact where no person was named', () => {
    const { becomeCustomer } = contact.commands
    const input = becomeCustomer.schema.parse({ contactId, code: 'KH-001' })
    const registered = { ...contactState.initialState, status: 'registered' as const }
    expect(
      becomeCustomer.decide(
        input,
        registered,
        {
          company: companyState.initialState,
          rules: assignmentRulesState.initialState,
        },
        '2026-02-01',
      ),
    ).toEqual([e.ContactBecameCustomer({ personId: contactId, code: 'KH-001', trigger: 'manual', documentId: null })])
  })
  it('holds what it claimed for as long as the code can be told', () => {
    const { initialState, holds } = contactState
    const customerUnder = (code: string | Erased) => ({
      ...initialState,
      customer: { code, trigger: 'manual' as const },
    })
    expect(holds(initialState)).toEqual([])
    expect(holds(customerUnder('kh-001'))).toEqual([{ kind: 'customerCode', key: 'KH-001' }])
    expect(holds(customerUnder(Erased))).toEqual([])
  })
  it('claims the code whatever its case and Unicode form', () => {
    const claims = (code: string) => {
      const { becomeCustomer } = contact.commands
      return becomeCustomer.claims(becomeCustomer.schema.parse({ contactId, code }), contactState.initialState, '')
    }
    expect(claims(' đức-01 '.normalize('NFD'))).toEqual([{ kind: 'customerCode', key: 'ĐỨC-01' }])
    expect(claims('Đức-01')).toEqual(claims('ĐỨC-01'))
  })
})

import { describe, expect, it } from 'vitest'
import { forms } from '../src/forms/index.ts'
import type { Field } from '../src/field.ts'
import type { Kind } from '../src/form.ts'
import { furnish, start } from './start.ts'

type Cells = Readonly<Record<string, string>>
type Pair = readonly [first: Cells, second: Cells, changed?: string]

/** Of each kind: what a row needs, the fields that only date or find something, and pairs of rows, with what the second is said to change. */
const kinds: Readonly<
  Record<
    Kind,
    {
      readonly base: Cells
      readonly aside: readonly string[]
      readonly pairs: readonly Pair[]
    }
  >
> = {
  product: {
    base: { code: 'P9', name: 'Press' },
    aside: ['currency', 'listedOn', 'changedOn'],
    pairs: [
      [{}, { code: 'P10' }],
      [{}, { name: 'Big press' }],
      [{ group: 'A' }, { group: 'B' }],
      [{}, { unit: 'piece' }],
      [{ listPrice: '5' }, { listPrice: '6' }],
      [{}, { listPrice: '6' }],
      [{ listPrice: '5' }, { listPrice: '(none)' }],
      [{}, { retiredOn: '2026-06-30' }],
      [{}, { name: 'Old press', retiredOn: '2026-06-30' }, 'name, retiredOn'],
    ],
  },
  staffMember: {
    base: { name: 'An' },
    aside: ['teamName', 'joinedOn', 'changedOn'],
    pairs: [
      [{}, { name: 'Ân' }],
      [{}, { email: 'an@example.com' }],
      [{}, { phone: '0912345678' }],
      [{ department: 'Sales' }, { department: 'Service' }],
      [{}, { team: 'North' }],
      [{}, { team: 'South' }],
      [{ team: 'North' }, { team: 'North', mainTeam: 'no' }, 'team'],
      [{ team: 'North' }, { team: 'North', member: 'no' }, 'team'],
      [{ team: 'South' }, { team: 'South', teamLeader: 'Lan' }, 'teamLeader'],
      [{}, { leftOn: '2026-06-30' }],
      [{}, { name: 'Ân', leftOn: '2026-06-30' }, 'name, leftOn'],
    ],
  },
  pipeline: {
    base: { name: 'Projects', stage: 'First', stageKey: 's' },
    aside: ['stageKey', 'lostReasonKey', 'createdOn', 'changedOn'],
    pairs: [
      [{}, { name: 'Tenders' }],
      [{}, { stage: 'Begin' }],
      [{ order: '1' }, { order: '2' }],
      [{ probability: '10' }, { probability: '20' }],
      [{}, { stageKey: 't', stage: 'Won', won: 'yes' }, 'stage, won'],
      [{}, { folded: 'yes' }],
      [{}, { rottingDays: '5' }],
      [{}, { requirements: 'call' }],
      [{}, { lostReason: 'Price' }],
      [{ lostReason: 'Price', lostReasonKey: 'p' }, { lostReason: 'Too dear', lostReasonKey: 'p' }, 'lostReason'],
      [{ stageKey: 't', stage: 'Second' }, { stageKey: 't', stage: 'Second', retired: 'yes' }, 'retired'],
      [
        { stage: '', stageKey: '', lostReason: 'Price' },
        { stage: '', stageKey: '', lostReason: 'Price', retired: 'yes' },
        'retired',
      ],
    ],
  },
  contact: {
    base: { kind: 'organisation', name: 'Hoa Sen' },
    aside: [
      ...['kind', 'addressKey', 'externalSystem', 'registeredOn', 'changedOn'],
      // of a person only, and further ones of the same
      ...['birthDate', 'gender', 'areaOfResidence', 'occupation', 'employer', 'position'],
      ...['furtherPhone2', 'furtherPhone3', 'furtherEmail2', 'furtherEmail3'],
      ...[2, 3, 4, 5].flatMap(n => ['Name', 'Position', 'Phone', 'Email'].map(what => `person${String(n)}${what}`)),
    ],
    pairs: [
      [{}, { name: 'Hoa Mai' }],
      [{}, { phone: '0912345678' }],
      [{}, { email: 'a@example.com' }],
      [{ industry: 'IT' }, { industry: 'Steel' }],
      [{ industry: 'IT', size: 'big' }, { industry: 'IT', size: 'small' }, 'size'],
      [{}, { group: 'A' }],
      [{}, { territory: 'North' }],
      [{}, { accountManager: 'Lan' }],
      [{}, { customerCode: 'K1' }],
      [{ street: '1 A' }, { street: '2 A' }],
      [{ ward: '1' }, { ward: '2' }],
      [{ district: '1' }, { district: '2' }],
      [{ province: 'HCM' }, { province: 'HN' }],
      [{ country: 'VN' }, { country: 'LA' }],
      [{ postalCode: '1' }, { postalCode: '2' }],
      [{ street: '1 A', addressKey: 'k' }, { addressKey: 'k', addressLabel: 'office', street: '1 A' }, 'addressLabel'],
      [{}, { externalSystem: 'sap', externalId: '7' }, 'externalSystem, externalId'],
      [{}, { tier: 'gold' }, 'custom.tier'],
      [{}, { contactStatus: 'met' }],
      [{}, { contactSource: 'fair' }],
      [{}, { customerSource: 'web' }],
      [{}, { tags: 'new' }],
      [{}, { term: 'oneOff' }],
      [{}, { taxCode: '0301' }],
      [
        { phone: '0912345678' },
        { furtherPhone: '0987654321', furtherPhoneLabel: 'home' },
        'furtherPhone, furtherPhoneLabel',
      ],
      [{ email: 'a@b.vn' }, { furtherEmail: 'c@d.vn', furtherEmailLabel: 'home' }, 'furtherEmail, furtherEmailLabel'],
      [{}, { customer: 'yes' }],
      [{}, { supplier: 'yes' }],
      [{}, { archived: 'yes' }],
      [{}, { note: 'big' }],
      [
        {},
        { personName: 'Hà', personPosition: 'buyer', personPhone: '0912345678', personEmail: 'ha@a.vn' },
        'personName, personPhone, personEmail, personPosition',
      ],
    ],
  },
  lead: {
    base: { title: 'Asked' },
    aside: ['externalSystem', 'createdOn', 'changedOn'],
    pairs: [
      [{}, { title: 'Asked again' }],
      [{}, { name: 'Hà' }],
      [{}, { organisationName: 'Hoa Sen' }],
      [{}, { kind: 'organisation' }],
      [{}, { phone: '0912345678' }],
      [{}, { email: 'a@example.com' }],
      [{}, { website: 'a.example.com' }],
      [{}, { street: '1 A', ward: '1', district: '1', province: 'HN', country: 'VN', postalCode: '1' }, 'street'],
      [{}, { position: 'buyer' }],
      [{}, { industry: 'IT' }],
      [{}, { size: 'big' }],
      [{}, { group: 'A' }],
      [{}, { territory: 'North' }],
      [{}, { source: 'web' }],
      [{}, { campaign: 'spring' }],
      [{}, { need: 'five' }],
      [{}, { tags: 'new' }],
      [{}, { owner: 'Lan' }],
      [{}, { team: 'North' }],
      [{}, { rating: 'hot' }],
      [{}, { status: 'qualified' }],
      [{}, { furtherNote: 'big' }],
      ...['', '2', '3', '4', '5'].map((n): Pair => [
        {},
        { [`question${n}`]: 'Why?', [`answer${n}`]: 'So' },
        `answer${n}`,
      ]),
      [{}, { status: 'lost', statusOn: '2026-06-30', reason: 'dear', note: 'too dear' }, 'status, reason, note'],
      [{}, { externalSystem: 'sap', externalId: '7' }, 'externalSystem, externalId'],
      [{}, { tier: 'gold' }, 'custom.tier'],
    ],
  },
  opportunity: {
    base: { title: 'Deal', openedOn: '2026-02-01' },
    aside: ['pipeline', 'openedOn', 'changedOn', 'lineKey', 'currency', 'externalSystem'],
    pairs: [
      [{}, { title: 'Big deal' }],
      [{}, { owner: 'Lan' }],
      [{}, { team: 'North' }],
      [{}, { customer: 'ACME' }],
      [{}, { stage: 'Qualified' }],
      [{}, { status: 'won', closedOn: '2026-03-01' }, 'status'],
      [{}, { status: 'won', closedOn: '2026-03-01', amount: '70' }, 'status, amount'],
      [{}, { stage: 'Won', closedOn: '2026-03-01' }, 'stage'],
      [
        { status: 'won', closedOn: '2026-03-01', amount: '70' },
        { status: 'won', closedOn: '2026-03-01', amount: '80' },
        'amount',
      ],
      [
        {},
        { status: 'lost', closedOn: '2026-03-01', lostReason: 'Too expensive', note: 'dear' },
        'status, lostReason, note',
      ],
      [{}, { product: 'P1' }],
      [{ product: 'P1', quantity: '1' }, { product: 'P1', quantity: '2' }, 'quantity'],
      [{ product: 'P1', unitPrice: '1' }, { product: 'P1', unitPrice: '2' }, 'unitPrice'],
      [{ product: 'P1' }, { openedOn: '', product: 'P1', lineRemoved: 'yes' }, 'lineRemoved'],
      [{ expectedRevenue: '5' }, { expectedRevenue: '6' }],
      [{ expectedRevenue: '5' }, { openedOn: '', expectedRevenue: '(none)' }, 'expectedRevenue'],
      [{}, { probability: '45%' }],
      [{}, { expectedCloseOn: '2026-09-01' }],
      [{}, { priority: '2' }],
      [{}, { tags: 'new' }],
      [{ tags: 'new' }, { openedOn: '', untagged: 'new' }, 'untagged'],
      [{}, { externalSystem: 'sap', externalId: '7' }, 'externalSystem, externalId'],
      [{}, { tier: 'gold' }, 'custom.tier'],
    ],
  },
  // what is recorded stays
  purchase: {
    base: { customer: 'K1', boughtOn: '2026-02-01', amount: '5' },
    aside: Object.keys(forms.purchase.fields),
    pairs: [],
  },
  invoice: {
    base: { number: 'K', customer: 'K1', issuedOn: '2026-02-01', unitPrice: '5' },
    aside: Object.keys(forms.invoice.fields),
    pairs: [],
  },
  payment: {
    base: { customer: 'K1', paidOn: '2026-02-01', amount: '5' },
    aside: Object.keys(forms.payment.fields),
    pairs: [],
  },
}

describe.each(Object.entries(kinds))('a further row about a %s', (kind, { base, aside, pairs }) => {
  const known = Object.entries(forms).find(([name]) => name === kind)?.[1]
  const fields = Object.keys(known?.fields ?? {})
  const columns = [...fields.filter(field => field !== 'changedOn'), 'tier']
  const mapping = {
    becomes: kind,
    key: ['id'],
    none: '(none)',
    fields: Object.fromEntries(
      Object.entries<Field>(known?.fields ?? {})
        .filter(([column]) => column !== 'changedOn')
        .map(([column, { reads }]) => [column, reads.as === 'entry' ? { column, unknown: 'text' } : column]),
    ),
    ...(known?.custom === true ? { custom: { tier: 'tier' } } : {}),
  }

  it.each(pairs.map(([first, second, changed = Object.keys(second).join(', ')]) => [changed, first, second] as const))(
    'is said to have changed %s',
    async (changed, first, second) => {
      const { outcomes, crm } = await start()
      await furnish({ crm })
      const line = (cells: Cells) => ['K', ...columns.map(column => cells[column] ?? '')].join()
      const rows = [base, { ...base, ...first }, { ...base, ...second }].map(line)
      const [, , outcome] = await outcomes(mapping, ['id', ...columns].join(), ...rows)
      expect(outcome?.reasons).toEqual([])
      const said = outcome?.notices.filter(({ code }) => code === 'SAME_KEY').map(({ message }) => message)
      expect(said).toEqual([`the same key as row 3: it changed ${changed}`])
    },
  )

  it('can be about each of its fields', () => {
    const tried = new Set(pairs.flatMap(([, second]) => Object.keys(second)))
    expect(fields.filter(field => !tried.has(field) && !aside.includes(field))).toEqual([])
  })
})

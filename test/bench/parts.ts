// What an event, a command and a look at a past day cost an aggregate with 100, 1,000 and 8,000 parts: the same, if folding is linear.
import { contextAsOf, decide, historyOf, salesTeam, staffMember, type Dated, type Fact } from '@eventcrm/domain'
import { compare, type Row } from './ratio.ts'

const idOf = (n: number) => `0b00c000-0000-4000-8000-${String(n).padStart(12, '0')}`
const { SalesTeamCreated, SalesTeamMemberAdded } = salesTeam.events
const factsOf = (members: number): readonly Fact[] => [
  { ...SalesTeamCreated({ name: 'All', territory: null, leaderId: null }), occurredOn: '2026-01-01' },
  ...Array.from({ length: members }, (_, n) => ({
    ...SalesTeamMemberAdded({ staffMemberId: idOf(n) }),
    occurredOn: n % 2 === 0 ? '2026-01-01' : '2026-01-02',
  })),
]
const fold = (facts: readonly Fact[]) => salesTeam.state.evolveAll(salesTeam.state.initialState, facts)

/** So many events in all, whatever the size, so that every round takes long enough to be measured. */
const events = 40_000
const folding = (members: number) => {
  const facts = factsOf(members)
  return () => {
    const from = performance.now()
    for (let folded = 0; folded < events; folded += members) fold(facts)
    return ((performance.now() - from) / events) * 1e6
  }
}

const commands = 2000
const { addMember } = salesTeam.commands
const joined = historyOf(staffMember.state).with([
  {
    type: 'StaffMemberJoined',
    data: { personId: idOf(0), name: 'An', email: null, phone: null, department: null, mainTeamId: null },
    occurredOn: '2026-01-01',
  },
])
const deciding = (members: number) => {
  const state: Dated = fold(factsOf(members))
  const input = addMember.schema.parse({ teamId: idOf(1), staffMemberId: idOf(99_999) })
  return () => {
    const from = performance.now()
    for (let n = 0; n < commands; n++) {
      const context = contextAsOf(addMember.context(input, state, '2026-01-03'), '2026-01-03', () => joined)
      decide(salesTeam, addMember, input, state, context, '2026-01-03')
    }
    return ((performance.now() - from) / commands) * 1e6
  }
}

const looks = 200
const memberOn = (n: number, occurredOn: string): Fact => ({
  ...SalesTeamMemberAdded({ staffMemberId: idOf(n) }),
  occurredOn,
})
/** A member more and a look at a past day, in turn: what an import does, row by row. */
const lookingBack = (facts: readonly Fact[], added: (n: number) => Fact, asked: (n: number) => string) => {
  const before = historyOf(salesTeam.state).with(facts)
  for (let n = 0; n < looks; n++) before.asOf(asked(n))
  return () => {
    let history = before
    const from = performance.now()
    for (let n = 0; n < looks; n++) {
      history = history.with([added(n)])
      history.asOf(asked(n))
    }
    return ((performance.now() - from) / looks) * 1e6
  }
}
const sameDay = (members: number) =>
  lookingBack(
    factsOf(members),
    n => memberOn(members + n, '2026-01-02'),
    () => '2026-01-01',
  )
/** Days of ten years, one after the other in no order. */
const anyDay = (n: number) => new Date(Date.UTC(2016, 0, 1 + ((n * 2503) % 3650))).toISOString().slice(0, 10)
const unsorted = (members: number) =>
  lookingBack(
    [
      { ...SalesTeamCreated({ name: 'All', territory: null, leaderId: null }), occurredOn: '2015-12-31' },
      ...Array.from({ length: members }, (_, n) => memberOn(n, anyDay(n))),
    ],
    n => memberOn(members + n, anyDay(members + n)),
    n => anyDay(members + n),
  )

export const run = async (): Promise<readonly Row[]> => [
  await compare('cost per event, a team of 1,000 against 100', folding(1000), folding(100), { unit: 'ns' }),
  await compare('cost per event, a team of 8,000 against 100', folding(8000), folding(100), {
    unit: 'ns',
    aim: { atMost: 2 },
  }),
  await compare('cost of a command, a team of 8,000 against 100', deciding(8000), deciding(100), {
    unit: 'ns',
    aim: { atMost: 2 },
  }),
  await compare('a member more, then as of the day before, 8,000 against 100', sameDay(8000), sameDay(100), {
    unit: 'ns',
    aim: { atMost: 2 },
  }),
  await compare('a member more on any day, then as of it, 8,000 against 100', unsorted(8000), unsorted(100), {
    unit: 'ns',
    aim: { atMost: 4 },
  }),
]

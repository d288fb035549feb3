import { createCodec, createMemoryEventStore, streamName, type EventStore } from '@eventcrm/event-store'
import type { NewEvent } from '@eventcrm/domain'
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import {
  createMemoryDocumentStore,
  createProjector,
  defineReadModel,
  defineReport,
  documentsIn,
  falling,
  monthsBetween,
  monthsOfPeriod,
  QuestionInvalid,
  ranked,
  ReportOvertaken,
  rising,
  sumsOf,
  ViewBuilding,
  ViewStopped,
  type DocumentStore,
  type Grouped,
  type ReportContext,
  type ReportMethods,
  type ReportReader,
} from '../src/index.ts'
import { openTickets, ticketCount, ticketEvents, ticketing, tickets, ticketTotals } from './tickets.ts'

const codec = createCodec(ticketEvents)
const id = (n: number) => `00000001-0000-4000-8000-${String(n).padStart(12, '0')}`
const north = '00000002-0000-4000-8000-000000000001'
const south = '00000002-0000-4000-8000-000000000002'

let events: EventStore
let documents: DocumentStore
let revisions: Map<string, number>

const happened = async (ticket: number, on: string, event: NewEvent) => {
  const stream = streamName('crm', 'ticket', id(ticket))
  const revision = (revisions.get(stream) ?? -1) + 1
  revisions.set(stream, revision)
  const meta = {
    occurredAt: `${on}T09:00:00.000Z`,
    occurredOn: on,
    recordedAt: '2026-12-31T00:00:00.000Z',
    commandId: 'command',
    correlationId: 'command',
    causationId: 'command',
    actor: 'test',
    source: 'test',
  }
  const stored = codec.encode(event, `${id(ticket)}-${String(revision)}`, meta, id(ticket))
  await events.append(stream, revision === 0 ? 'noStream' : revision - 1, [stored])
}
const opened = (teamId: string, hours = 1) => ticketEvents.TicketOpened({ teamId, hours })
const projectorOf = () => createProjector({ events, documents, views: [tickets], rollups: [ticketTotals] })
const catchUp = () => projectorOf().catchUp()

const context = (more: Partial<ReportContext> = {}): ReportContext => ({
  documents,
  today: () => '2026-03-31',
  ...more,
})

beforeEach(() => {
  events = createMemoryEventStore()
  documents = createMemoryDocumentStore()
  revisions = new Map()
})

describe('a report', () => {
  beforeEach(async () => {
    await happened(1, '2026-03-01', opened(north))
    await happened(2, '2026-03-02', opened(south))
    await happened(3, '2026-03-03', opened(south))
    await happened(3, '2026-03-10', ticketEvents.TicketClosed({}))
    await catchUp()
  })

  it('answers as of today when no day is given, and says what it was asked, where and from how much', async () => {
    const answer = await openTickets.answer(context(), {})
    expect(answer).toEqual({
      question: { asOf: '2026-03-31', top: 10 },
      asOf: '2026-03-31',
      position: await events.head(),
      read: { rows: 2, documents: 0 },
      teams: [
        { teamId: north, count: 1, name: null },
        { teamId: south, count: 1, name: null },
      ],
    })
    expect((await openTickets.answer(context(), { asOf: '2026-03-05' })).teams).toMatchObject([
      { count: 2 },
      { count: 1 },
    ])
    expect((await ticketCount.answer(context(), {})).asOf).toBe('2026-03-31')
  })

  it('puts names to ids, which break ties', async () => {
    const names = () =>
      Promise.resolve(
        new Map([
          [north, 'North'],
          [south, 'East'],
        ]),
      )
    const { teams } = await openTickets.answer(context({ names }), { top: 1 })
    expect(teams).toEqual([{ teamId: south, count: 1, name: 'East' }])
  })

  it('names each field of a question that cannot be asked so, and never what was given', async () => {
    const asked = (question: object) => openTickets.answer(context(), question)
    await expect(asked({ asOf: 'Nguyễn', team: 'x', '0912345678': 'An', ownr: 'An' })).rejects.toMatchObject({
      code: 'QuestionInvalid',
      faults: [
        {
          field: 'asOf',
          message: 'expected a day like 2017-03-31, of the years 1900 to 2199',
          words: { vi: 'cần ngày như 2017-03-31, thuộc các năm 1900 đến 2199' },
        },
        { field: 'team', message: 'expected an id: a UUID', words: { vi: 'cần một mã: UUID' } },
        { field: '…', message: 'no such field', words: { vi: 'không có trường này' } },
        { field: 'ownr', message: 'no such field' },
      ],
    })
    await expect(asked({ from: '2026-03-02', to: '2026-03-01' })).rejects.toThrow(
      'to: expected a day that is not before the first one',
    )
    await expect(asked({ top: 1.5 })).rejects.toThrow('top: expected a whole number from 0 to 1000')
    await expect(openTickets.answer(context(), JSON.parse('7'))).rejects.toThrow(QuestionInvalid)
    await expect(openTickets.answer(context(), JSON.parse('null'))).rejects.toThrow(QuestionInvalid)
  })

  it('says its sections with words in every language', async () => {
    const [section] = openTickets.sections(await openTickets.answer(context(), {}))
    expect(section).toMatchObject({
      name: 'team',
      title: { en: 'By team', vi: 'Theo đội' },
      columns: [{ name: 'id', inTable: false }, { name: 'name' }, { name: 'open', kind: 'count', bar: true }],
      rows: [
        [north, null, 1],
        [south, null, 1],
      ],
    })
  })

  it('reads everything at one position, whatever is folded between two of its reads', async () => {
    let queries = 0
    const moving: DocumentStore = {
      ...documents,
      ensure: collections => documents.ensure(collections),
      commit: commit => documents.commit(commit),
      close: () => documents.close(),
      async query(queried) {
        const answers = await documents.query(queried)
        if (++queries === 1) {
          await happened(4, '2026-03-20', opened(north))
          await catchUp()
        }
        return answers
      },
    }
    const { position, all, open, paged } = await ticketCount.answer(context({ documents: moving }), {})
    expect({ position, all, open, paged }).toEqual({ position: await events.head(), all: 4, open: 3, paged: 4 })
    expect(queries).toBe(4)
  })

  describe('while its documents go on between every two reads', () => {
    const movingAfterEachQuery = () => {
      let queries = 0
      const moving: DocumentStore = {
        ...documents,
        async query(queried) {
          if (queries === 200) throw new Error('asked without end')
          const answers = await documents.query(queried)
          await happened(10 + ++queries, '2026-03-20', opened(north))
          await catchUp()
          return answers
        },
      }
      return { moving, queried: () => queries }
    }
    const reading = <Answer extends object>(
      answer: (reader: ReportReader, question: { readonly asOf: string }) => Promise<Answer>,
    ) =>
      defineReport({
        ...{ name: 'many', title: { en: 'Many', vi: 'Nhiều' }, describe: 'Reads in many calls', views: [tickets] },
        ...{ question: noQuestion, answer, sections: () => [] },
      })
    const noQuestion = z.strictObject({})

    it('ends with an answer of one position all the same', async () => {
      const { moving, queried } = movingAfterEachQuery()
      const many = reading(async (reader, { asOf }) => {
        const [all] = await reader.read(documentsIn(tickets))
        const [again] = await reader.read(documentsIn(tickets))
        const [open] = await reader.read(sumsOf(ticketTotals, { to: asOf }))
        const [first] = await reader.read(documentsIn(tickets, { limit: 1 }))
        let paged = 0
        await reader.eachDocument(tickets, { and: [] }, () => paged++)
        const sum = open.groups().reduce((sum, group) => sum + (group.sum.count ?? 0), 0)
        return { counts: [all.length, again.length, sum + 1, first.length, paged] }
      })
      const { counts } = await many.answer(context({ documents: moving }), {})
      const [all = 0] = counts
      expect(counts).toEqual([all, all, all, 1, all + 1])
      // each attempt got one read farther: two, three and four reads were asked at once, and the pages
      expect(queried()).toBe(2 + 2 + 2 + 2)
    })

    it('says what to do where each attempt asks for something else', async () => {
      const { moving } = movingAfterEachQuery()
      const many = reading(async reader => {
        const [all] = await reader.read(documentsIn(tickets))
        await reader.read(documentsIn(tickets, { limit: all.length }))
        return {}
      })
      await expect(many.answer(context({ documents: moving }), {})).rejects.toThrow(new ReportOvertaken('many'))
      expect(new ReportOvertaken('many').message).toContain('reader.read(one, other)')
    })

    it('says so where one of its views is behind each time', async () => {
      const late = { ...tickets, name: 'late', collection: 'late__v1' }
      const lateProjector = createProjector({ events, documents, views: [late], rollups: [] })
      await lateProjector.catchUp()
      await happened(4, '2026-03-20', opened(north))
      await catchUp()
      const both = defineReport({
        ...{ name: 'both', title: { en: 'Both', vi: 'Cả hai' }, describe: 'Reads two views', views: [tickets, late] },
        ...{ question: noQuestion, answer: reader => reader.read(documentsIn(late)), sections: () => [] },
      })
      let ticket = 10
      const projected: ReportContext['projected'] = async position => {
        if (ticket === 200) throw new Error('waited for without end')
        await lateProjector.projected(position)
        await happened(ticket++, '2026-03-20', opened(north))
        await catchUp()
      }
      await expect(both.answer(context({ projected }), {})).rejects.toThrow(ReportOvertaken)
    })
  })

  it('is answered anew when a view is emptied while it is read page by page', async () => {
    let queries = 0
    const rebuilt: DocumentStore = {
      ...documents,
      ensure: collections => documents.ensure(collections),
      commit: commit => documents.commit(commit),
      close: () => documents.close(),
      async query(queried) {
        if (++queries === 3) {
          const progress = { checkpoint: null, building: true, rollups: [], stopped: null }
          const [known] = await documents.query([{ progress: tickets.collection }])
          const views = [{ view: tickets.collection, expected: known?.commits ?? 0, next: progress }]
          await documents.commit({ views, writes: [], clear: [tickets.collection] })
        }
        const answers = await documents.query(queried)
        if (queries === 3) await projectorOf().rebuild()
        return answers
      },
    }
    expect(await ticketCount.answer(context({ documents: rebuilt }), {})).toMatchObject({ all: 3, open: 2, paged: 3 })
    expect(queries).toBe(5)
  })

  it('is told which checkpoint it is answered from, and throws what refuses it', async () => {
    const checked: unknown[] = []
    await ticketCount.answer(
      context({ check: async (view, { position }) => void checked.push([view.name, position]) }),
      {},
    )
    expect(checked).toEqual([['tickets', await events.head()]])
    const check = () => Promise.reject(new Error('another log'))
    await expect(openTickets.answer(context({ check }), {})).rejects.toThrow('another log')
  })
})

describe('a view that a report reads', () => {
  it('is named when it is not folded yet', async () => {
    await projectorOf().prepare()
    await expect(openTickets.answer(context(), {})).rejects.toEqual(new ViewBuilding('tickets'))
  })

  it('is named when it has stopped', async () => {
    await happened(1, '2026-03-02', ticketEvents.TicketMoved({ to: north }))
    await expect(catchUp()).rejects.toThrow(ViewStopped)
    await expect(openTickets.answer(context(), {})).rejects.toMatchObject({ name: 'ViewStopped', view: 'tickets' })
  })

  it('says what stopped it, where this process folded it', async () => {
    await happened(1, '2026-03-02', ticketEvents.TicketMoved({ to: north }))
    const projector = projectorOf()
    await expect(projector.catchUp()).rejects.toThrow(ViewStopped)
    const stoppedBy: ReportContext['stoppedBy'] = view => projector.stoppedBy(view)
    const cause = expect.objectContaining({ message: expect.stringContaining('never opened') })
    await expect(openTickets.answer(context({ stoppedBy }), {})).rejects.toMatchObject({ name: 'ViewStopped', cause })
    await projector.close()
  })

  it('is told to be damaged where a report fails on what is no document of it, and else the report is', async () => {
    const years = defineReport({
      name: 'years',
      title: { en: 'Years', vi: 'Năm' },
      describe: 'Years in which tickets were opened',
      views: [tickets],
      question: z.strictObject({ broken: z.boolean().default(false) }),
      answer: async (reader, { broken }) => {
        const [all] = await reader.read(documentsIn(tickets))
        if (broken) throw new TypeError('a fault of the report')
        return { years: all.map(({ openedOn }) => openedOn.slice(0, 4)) }
      },
      sections: () => [],
    })
    await happened(1, '2026-03-01', opened(north))
    await catchUp()
    expect(await years.answer(context(), {})).toMatchObject({ years: ['2026'] })
    await expect(years.answer(context(), { broken: true })).rejects.toThrow('a fault of the report')
    const [progress] = await documents.query([{ progress: tickets.collection }])
    const document = { openedOn: 2026, closedOn: null, teamId: north, hours: 1 }
    const write = { collection: tickets.collection, key: id(1), document }
    await documents.commit({
      views: progress ? [{ view: tickets.collection, expected: progress.commits, next: progress }] : [],
      writes: [write],
    })
    await expect(years.answer(context(), {})).rejects.toMatchObject({
      code: 'DocumentDamaged',
      cause: expect.any(TypeError),
    })
  })

  it('is waited for when it is behind the others', async () => {
    const late = { ...tickets, name: 'late', collection: 'late__v1' }
    const both = defineReport({
      name: 'both',
      title: { en: 'Both', vi: 'Cả hai' },
      describe: 'Counts the documents of two views',
      views: [tickets, late],
      question: z.strictObject({}),
      answer: async reader => {
        const [all, those] = await reader.read(documentsIn(tickets), documentsIn(late))
        return { count: all.length, lateCount: those.length }
      },
      sections: () => [],
    })
    await happened(1, '2026-03-01', opened(north))
    await catchUp()
    const lateProjector = createProjector({ events, documents, views: [late], rollups: [] })
    await lateProjector.catchUp()
    await happened(2, '2026-03-02', opened(north))
    await catchUp()
    await expect(both.answer(context(), {})).rejects.toEqual(new ViewBuilding('late'))
    const waited: unknown[] = []
    const projected: ReportContext['projected'] = async (position, views) => {
      waited.push([position, views.map(({ name }) => name)])
      await lateProjector.projected(position)
    }
    expect(await both.answer(context({ projected }), {})).toMatchObject({ count: 2, lateCount: 2 })
    expect(waited).toEqual([[await events.head(), ['tickets', 'late']]])
  })
})

describe('a read model', () => {
  it('types its reports by their names, questions and answers', () => {
    type Reports = ReportMethods<readonly [typeof ticketing]>
    expectTypeOf<keyof Reports>().toEqualTypeOf<'openTickets' | 'ticketCount'>()
    expectTypeOf<Reports['openTickets']>().toBeCallableWith({ asOf: '2026-03-31', top: 3 })
    expectTypeOf<Reports['openTickets']>().toBeCallableWith()
    // @ts-expect-error -- no such field
    expectTypeOf<Reports['openTickets']>().toBeCallableWith({ asof: '2026-03-31' })
    type Answer = Awaited<ReturnType<Reports['openTickets']>>
    expectTypeOf<Answer['teams'][number]['count']>().toEqualTypeOf<number>()
    expectTypeOf<Answer['question']['top']>().toEqualTypeOf<number>()
    expectTypeOf<Answer['position']>().toEqualTypeOf<string | null>()
  })

  it('holds each name once, and only rollups and reports of its own views', () => {
    const rest = { name: 'ticketing', describe: 'Tickets' }
    const of = (views: readonly (typeof tickets)[], rollups = [ticketTotals], reports = [openTickets]) =>
      defineReadModel({ ...rest, views, rollups, reports })
    expect(() => of([tickets, tickets])).toThrow("Two views of ticketing have the name 'tickets'")
    expect(() => of([tickets], [ticketTotals, ticketTotals])).toThrow(
      "Two rollups of ticketing have the name 'ticketTotals'",
    )
    expect(() => of([tickets], [], [openTickets, openTickets])).toThrow(
      "Two reports of ticketing have the name 'openTickets'",
    )
    expect(() => of([])).toThrow('ticketTotals is of a view that is not among those of ticketing')
    const also = defineReadModel({ ...rest, views: [], alsoReads: [tickets], rollups: [], reports: [openTickets] })
    expect(also.alsoReads).toEqual([tickets])
    expect(() => of([], [])).toThrow('openTickets reads tickets, which is not among the views of ticketing')
  })
})

describe('groups', () => {
  const hoursOf = defineReport({
    name: 'hours',
    title: { en: 'Hours', vi: 'Số giờ' },
    describe: 'Hours by team',
    views: [tickets],
    question: z.strictObject({}),
    answer: async reader => {
      const teams: Grouped[] = []
      const where = () => ({ field: 'openedOn', to: '2026-03-31' }) as const
      await reader.eachGroup(tickets, { by: ['openedOn', 'teamId'], sum: ['hours'], where }, group => teams.push(group))
      return { teams }
    },
    sections: () => [],
  })

  it('are given in order, however many pages they take', async () => {
    expect((await hoursOf.answer(context(), {}).catch((error: unknown) => error)) instanceof ViewBuilding).toBe(true)
    const days = Array.from({ length: 5001 }, (_, i) => showDay(i))
    for (const [i, on] of days.entries()) await happened(i, on, opened(south))
    await happened(6000, days.at(-1) ?? '', opened(south, 4))
    await happened(6001, days.at(-1) ?? '', opened(north, 2))
    await happened(6002, '2026-04-01', opened(south))
    await catchUp()
    const { teams, read } = await hoursOf.answer(context(), {})
    expect(teams.map(({ values }) => values)).toEqual([
      ...days.slice(0, -1).map(day => [day, south]),
      [days.at(-1), north],
      [days.at(-1), south],
    ])
    expect(teams.slice(-3)).toMatchObject([
      { count: 1, sums: [1n] },
      { count: 1, sums: [2n] },
      { count: 2, sums: [5n] },
    ])
    expect(read).toEqual({ rows: 5002, documents: 0 })
  })

  it('are those of one position, or begin anew with the documents', async () => {
    await happened(1, '2026-03-01', opened(north))
    await catchUp()
    const [first] = await documents.query([{ progress: tickets.collection }])
    const emptied: DocumentStore = {
      ...documents,
      query: async queries => {
        if (!queries.some(query => 'group' in query)) return documents.query(queries)
        const answers = await documents.query(queries)
        return Object.assign([...answers], { 0: first && { ...first, building: true } }) as typeof answers
      },
    }
    await expect(hoursOf.answer(context({ documents: emptied }), {})).rejects.toThrow(ReportOvertaken)
  })
})

/** A day so many days after the first of 2010. */
const showDay = (days: number) => new Date(Date.UTC(2010, 0, 1 + days)).toISOString().slice(0, 10)

describe('rows in order', () => {
  it('stand by the first ranking in which they differ, null last either way', () => {
    const rows = [
      { n: 1, name: 'b' },
      { n: 2n, name: null },
      { n: 2n, name: 'c' },
      { n: null, name: 'a' },
      { n: 1, name: 'a' },
    ]
    expect(
      ranked(
        rows,
        falling(row => row.n),
        rising(row => row.name),
      ).map(({ n, name }) => [n, name]),
    ).toEqual([
      [2n, 'c'],
      [2n, null],
      [1, 'a'],
      [1, 'b'],
      [null, 'a'],
    ])
  })
})

describe('a period', () => {
  it('covers its first and last month in part unless it begins and ends with them', () => {
    const of = (from: string | undefined, to: string | undefined) => monthsOfPeriod({ asOf: '2026-03-20', from, to })
    expect(of(undefined, undefined)).toEqual({ from: null, to: '2026-03-20', whole: { to: '2026-03' }, inPart: [] })
    expect(of('2026-01-05', '2026-02-28')).toMatchObject({
      whole: { above: '2026-01', to: '2026-02' },
      inPart: ['2026-01'],
    })
    expect(of('2026-02-05', '2026-02-10')).toMatchObject({
      whole: { above: '2026-02', below: '2026-02' },
      inPart: ['2026-02'],
    })
    expect(of('2026-02-01', '2026-04-30')).toMatchObject({
      to: '2026-03-20',
      whole: { from: '2026-02', to: '2026-03' },
    })
  })

  it('lists every month, those between and those in part', () => {
    expect(monthsBetween('2025-11-02', '2026-02-28')).toEqual([
      { month: '2025-11', inPart: true },
      { month: '2025-12', inPart: false },
      { month: '2026-01', inPart: false },
      { month: '2026-02', inPart: false },
    ])
    expect(monthsBetween('9999-12-01', '9999-12-31')).toEqual([{ month: '9999-12', inPart: false }])
    expect(monthsBetween('2026-02-01', '2026-02-27')).toEqual([{ month: '2026-02', inPart: true }])
  })
})

// A lead after a merger is undone: never without a title or a name, and with no fact inside what another’s name said meanwhile.
import { did, pooled, World } from '@eventcrm/testkit'
import { describe, expect, it } from 'vitest'
import { lead, leadState, salesPipeline, type CommandMessage } from '../src/index.ts'

const [survivorId, partId] = [0, 1].map(n => pooled('lead', n)) as [string, string]
const mergeId = pooled('merge')

/** Two leads merged, then what is said while they are, then parted: what each is called. */
const livesOf = (part: Parameters<typeof lead.create>[0], ...meanwhile: readonly CommandMessage[]) => {
  const world = new World()
  const all = [
    ...[lead.create({ leadId: survivorId, title: 'Máy in' }), lead.create(part)],
    lead.merge({ leadId: survivorId, mergeId, loserIds: [partId] }),
    lead.mergeInto({ leadId: partId, survivorId, mergeId }),
    lead.completeMerge({ leadId: survivorId, mergeId }),
    ...meanwhile,
    lead.unmerge({ leadId: survivorId, mergeId }),
    lead.setApart({ leadId: partId, survivorId, mergeId }),
    lead.completeUnmerge({ leadId: survivorId, mergeId }),
  ]
  for (const message of all) did(message, '2026-01-05')(world)
  return world
}
const parted = (...all: Parameters<typeof livesOf>) => {
  const world = livesOf(...all)
  const namesOf = (leadId: string) => {
    const { title, name, organisationName } = world.stateOf(leadState.of(leadId)) as typeof leadState.initialState
    return { title, name, organisationName }
  }
  return { survivor: namesOf(survivorId), part: namesOf(partId) }
}

describe('a lead that was parted', () => {
  it('keeps the name that it took over, where its own was taken away since', () => {
    const { survivor, part } = parted(
      { leadId: partId, organisationName: 'Công ty Sao Mai' },
      lead.rename({ leadId: survivorId, title: null }),
    )
    expect(survivor).toEqual({ title: null, name: null, organisationName: 'Công ty Sao Mai' })
    expect(part).toEqual({ title: null, name: null, organisationName: 'Công ty Sao Mai' })
  })
  it('gives back the name that it took over, where it has one of its own', () => {
    const { survivor } = parted({ leadId: partId, organisationName: 'Công ty Sao Mai' })
    expect(survivor).toEqual({ title: 'Máy in', name: null, organisationName: null })
  })
  it('keeps its title, where only the one that it was part of had another name', () => {
    const { survivor, part } = parted(
      { leadId: partId, title: 'Bàn ghế' },
      lead.rename({ leadId: survivorId, name: 'Lan' }),
      lead.rename({ leadId: partId, title: null }),
    )
    expect(survivor).toEqual({ title: 'Máy in', name: 'Lan', organisationName: null })
    expect(part).toEqual({ title: 'Bàn ghế', name: null, organisationName: null })
  })
  it('takes nothing that is dated into the time in which another’s name said otherwise', () => {
    const world = new World()
    const steps = [
      ['2026-01-01', salesPipeline.create({ name: 'Sales' })],
      ['2026-01-05', lead.create({ leadId: survivorId, title: 'Máy in' })],
      ['2026-01-05', lead.create({ leadId: partId, title: 'Máy in' })],
      ['2026-01-06', lead.merge({ leadId: survivorId, mergeId, loserIds: [partId] })],
      ['2026-01-06', lead.mergeInto({ leadId: partId, survivorId, mergeId })],
      ['2026-01-06', lead.completeMerge({ leadId: survivorId, mergeId })],
      ['2026-01-12', lead.markLost({ leadId: partId })],
      ['2026-01-20', lead.unmerge({ leadId: survivorId, mergeId })],
      ['2026-01-20', lead.setApart({ leadId: partId, survivorId, mergeId })],
      ['2026-01-20', lead.completeUnmerge({ leadId: survivorId, mergeId })],
    ] as const
    for (const [on, message] of steps) did(message, on)(world)
    const convert = lead.convert({ leadId: survivorId, into: { mode: 'newOpportunity' }, customer: { choice: 'none' } })
    expect(world.decide(convert, '2026-01-19')).toMatchObject({
      code: 'DATED_TOO_EARLY',
      details: { field: 'status', notBefore: '2026-01-20' },
    })
    expect(world.decide(convert, '2026-01-20')).toMatchObject([{ type: 'LeadConversionRequested' }])
  })
})

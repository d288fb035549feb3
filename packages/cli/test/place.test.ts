import { describe, expect, it } from 'vitest'
import { placeGiven, quotedPlace, shownUrl, type PlaceOptions } from '../src/place.ts'
import { Speech } from '../src/speech.ts'
import { newFolder } from './run.ts'

const events = 'esdb://localhost:2113?tls=false'
const documents = 'mongodb://localhost:27017'
const nothing = { file: undefined, events: undefined, documents: undefined, namespace: undefined }
const stores = (options: PlaceOptions, environment?: Readonly<Record<string, string>>) => {
  const { typed: _, givenBy: __, ...named } = given(options, environment)
  return named
}
const given = (options: PlaceOptions, environment: Readonly<Record<string, string>> = {}) =>
  placeGiven({ environment, speech: new Speech() }, options)

describe('where a company is kept', () => {
  it('is a file, servers, or one of each', () => {
    expect(stores({ database: 'crm.sqlite' })).toEqual({ ...nothing, file: 'crm.sqlite' })
    expect(stores({ events, documents, namespace: 'acme' })).toEqual({
      ...nothing,
      events,
      documents,
      namespace: 'acme',
    })
    expect(stores({ database: 'crm.sqlite', events })).toEqual({ ...nothing, file: 'crm.sqlite', events })
    expect(stores({ database: 'crm.sqlite', documents })).toEqual({ ...nothing, file: 'crm.sqlite', documents })
  })

  it('may stand in the environment, which is not asked where a file is given', () => {
    const environment = { EVENTCRM_EVENTS: events, EVENTCRM_DOCUMENTS: documents }
    expect(stores({}, environment)).toEqual({ ...nothing, events, documents })
    expect(stores({ database: 'crm.sqlite' }, environment)).toEqual({ ...nothing, file: 'crm.sqlite' })
    const other = 'mongodb://other'
    expect(stores({ documents: other }, environment)).toEqual({ ...nothing, events, documents: other })
    expect(() => given({}, { ...environment, EVENTCRM_DOCUMENTS: '' })).toThrow('--documents is missing')
  })

  it.each<[PlaceOptions, string]>([
    [{}, '--database FILE is missing'],
    [{ events }, '--documents is missing'],
    [{ documents }, '--events is missing'],
    [{ database: 'crm.sqlite', events, documents }, 'two of them hold everything'],
    [{ database: 'crm.sqlite', events: 'other.sqlite' }, '--events: expected the URL of a server'],
    [{ database: 'crm.sqlite', documents: 'http://x' }, '--documents: expected the URL of a server'],
    [{ database: 'crm.sqlite', namespace: 'Việt Tiến' }, '--namespace: expected 2 to 16 of a-z and 0-9'],
  ])('says of %j what is missing or wrong', (options, message) => {
    expect(() => given(options)).toThrow(message)
  })

  it('is told without user and password', () => {
    const place = given({ events: 'esdb://crm:se@cret@db:2113?tls=true', documents: 'mongodb+srv://crm:x%40y@docs/' })
    for (const told of [quotedPlace(place), place.typed]) expect(told).not.toMatch(/se@cret|cret|x%40y|crm:/)
    expect(quotedPlace(place)).toBe("'esdb://db:2113' and 'mongodb+srv://docs'")
    expect(place.typed).toBe("--events 'esdb://db:2113?tls=true' --documents mongodb+srv://docs/")
    expect(given({ namespace: 'acme' }, { EVENTCRM_EVENTS: events, EVENTCRM_DOCUMENTS: documents }).typed).toBe(
      '--namespace acme',
    )
    expect(shownUrl('esdb+discover://a:b@one:2113,two:2113/?tls=true')).toBe('esdb+discover://one:2113,two:2113')
  })
})

it('a password on the command line or in the environment comes out in no message', async () => {
  const { run, remove } = newFolder()
  const secret = 'hunter2'
  const server = `esdb://crm:${secret}@127.0.0.1:1`
  const lines = [
    ['status', '--events', server],
    ['status', '--events', `mongodb://crm:${secret}@127.0.0.1:1`, '--documents', server],
    ['status', `--evnts=${server}`],
    ['report', 'pipeline', server],
    ['list', 'opportunities', '--sort', server],
    ['copy', '--to', 'copy.sqlite', '--events', server, '--documents', server],
  ]
  for (const args of lines) {
    const { exitCode, stdout, stderr } = await run(args, {
      environment: { EVENTCRM_DOCUMENTS: `http://crm:${secret}@127.0.0.1`, EVENTCRM_DEBUG: '1' },
    })
    expect(exitCode, args.join(' ')).toBe(2)
    expect(stdout + stderr, args.join(' ')).not.toContain(secret)
  }
  remove()
})

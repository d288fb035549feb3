// How the server comes to the order of a page.
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sharedServer } from '../../../test/mongodb/server.ts'
import { onServer } from './on-server.ts'

const server = await sharedServer()

const nullable = z.object({ owner: z.string(), due: z.string().nullable() })
const optional = nullable.partial({ due: true })

describe.skipIf(server === null)('a page of alternatives', () => {
  it.each([
    ['comes in the order of their indexes where a field is always there', nullable, undefined],
    ['comes so where a field is missing and never null', nullable.extend({ due: z.string().optional() }), undefined],
    ['is sorted where a field may be null or missing', optional, true],
    ['is sorted where any field may be missing', undefined, true],
  ])('%s', (_, schema, sorted) =>
    onServer(server, async ({ open, db }) => {
      const { documents } = await open()
      const name = 'things__v1'
      await documents.ensure([{ name, indexes: [['owner', 'due']], ...(schema && { schema }) }])
      await db.command({ profile: 2 })
      const or = ['a', 'b'].map(equals => ({ field: 'owner', equals }))
      await documents.query([{ find: name, where: { or }, sort: [{ field: 'due' }], limit: 10 }])
      await db.command({ profile: 0 })
      const [seen] = await db
        .collection('system.profile')
        .find({ 'command.find': `documents.${name}.1` })
        .toArray()
      expect(seen).toMatchObject({ planSummary: expect.stringContaining('IXSCAN') as unknown })
      expect(seen?.['hasSortStage']).toBe(sorted)
    }),
  )
})

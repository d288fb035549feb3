import { expect, it } from 'vitest'
import { z } from 'zod'
import { commandOf, defineAggregate, defineRejections, salesTeam } from '../src/index.ts'

const command = commandOf(salesTeam.state)
const defining = (name: string) => () =>
  defineAggregate({
    state: salesTeam.state,
    rejections: defineRejections({ TEAM_UNKNOWN: 'There is no such team' }),
    unknown: 'TEAM_UNKNOWN',
    commands: {
      [name]: command({ describe: 'Does nothing', schema: z.strictObject({ teamId: z.string() }), decide: () => [] }),
    },
  })

it.each([...Object.keys(defining('disband')()).filter(name => name !== 'disband'), 'inputs'])(
  'no command takes the place of an aggregate’s own %s',
  name => {
    expect(defining(name)).toThrow(new RegExp(`^salesTeam: .* '${name}'`))
  },
)

it('every other name has a maker', () => {
  expect(Reflect.get(defining('disband')(), 'disband')).toBeInstanceOf(Function)
})

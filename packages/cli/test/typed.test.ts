import { afterAll, describe, expect, it } from 'vitest'
import { shellLines } from '../src/typed.ts'
import { newFolder } from './run.ts'

const { run, remove } = newFolder()
afterAll(remove)

describe('a hint names the program', () => {
  const hint = async (environment: Readonly<Record<string, string>>) => {
    const missing = await run(['status', '--database', 'missing.sqlite'], { environment })
    const misspelt = await run(['status', '--databse', 'x'], { environment })
    return missing.stderr + misspelt.stderr
  }

  it('as npm runs it, in a clone', async () => {
    const said = await hint({ npm_package_name: 'eventcrm', npm_lifecycle_event: 'eventcrm' })
    expect(said).toContain('`npm run -s eventcrm -- import` or `npm run -s eventcrm -- demo`')
    expect(said).toContain('see `npm run -s eventcrm -- status --help`')
  })

  it.each([
    ['installed', {}],
    ['by a script of another package', { npm_package_name: 'shop', npm_lifecycle_event: 'report' }],
  ])('by its own name, when started %s', async (_, environment) => {
    const said = await hint(environment)
    expect(said).toContain('`eventcrm import` or `eventcrm demo`')
    expect(said).toContain('see `eventcrm status --help`')
  })
})

it.each([
  ['eventcrm', '/shop/node_modules/.bin:/usr/bin'],
  ['@eventcrm/cli', '/home/lan/.npm/_npx/1f2e/node_modules/.bin:/usr/bin'],
])('a hint says npx %s where npx started it', async (name, PATH) => {
  const environment = { PATH, npm_lifecycle_event: 'npx', npm_package_name: 'shop' }
  const missing = await run(['status', '--database', 'missing.sqlite'], { environment })
  expect(missing.stderr).toContain(`\`npx ${name} import\` or \`npx ${name} demo\``)
  const misspelt = await run(['status', '--databse', 'x'], { environment })
  expect(misspelt.stderr).toContain(`see \`npx ${name} status --help\``)
})

describe('a command for a shell', () => {
  const line = 'eventcrm report pipeline --team "Miền Bắc" --format json | jq .asOf'

  it('is one line where it fits', () => {
    expect(shellLines(line, 80)).toEqual([line])
  })

  it('goes on in the next line where it does not, whole options together', () => {
    expect(shellLines(line, 50)).toEqual([
      'eventcrm report pipeline --team "Miền Bắc" \\',
      '    --format json | jq .asOf',
    ])
  })
})

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const example = join(root, 'examples/demo-company/demo-company.ts')

it('tells how the demo’s year went', () => {
  const { stdout, stderr } = spawnSync(process.execPath, [example], { encoding: 'utf8' })
  expect(stderr).toBe('')
  const won = [...stdout.matchAll(/^2025-\d\d-\d\d \d+ open, (\d+) won, worth \d+ VND$/gm)].map(([, count]) =>
    Number(count),
  )
  expect(won).toHaveLength(3)
  expect(won).toEqual(won.toSorted((a, b) => a - b))
  expect(won.at(-1)).toBeGreaterThan(0)
  const owed = [...stdout.matchAll(/^ {2}invoices to be paid: (\d+) VND, overdue: \d+ VND$/gm)].map(([, sum]) =>
    Number(sum),
  )
  expect(owed).toHaveLength(3)
  expect(owed[0]).toBeGreaterThan(0)
})

it('is the code of the README', () => {
  const readme = readFileSync(join(root, 'packages/demo/README.md'), 'utf8')
  expect(readme).toContain(`\`\`\`ts\n${readFileSync(example, 'utf8').trim()}\n\`\`\``)
})

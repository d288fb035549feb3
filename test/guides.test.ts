import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { guides, withQuotes } from '../scripts/quotes.ts'

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')

it.each(guides)('%s shows the code that runs (run `npm run docs` after a change)', guide => {
  const page = read(guide)
  expect(page).toContain('file=examples/')
  expect(page).toBe(withQuotes(page, read))
})

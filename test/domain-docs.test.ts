import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { commandInputs } from '../scripts/command-inputs.ts'
import { commandCatalogue, eventCatalogue } from '../scripts/domain-catalogue.ts'

const read = (file: string) => readFile(new URL(`../${file}`, import.meta.url), 'utf8')

describe('what is written from the schemas of the domain is up to date (run `npm run docs` after a change)', () => {
  it('the event catalogue', async () => {
    expect(await read('docs/events.md')).toBe(eventCatalogue())
  })
  it('the command catalogue', async () => {
    expect(await read('docs/commands.md')).toBe(commandCatalogue())
  })
  it('the inputs of commands as types', async () => {
    for (const [file, text] of await commandInputs()) expect(await read(file), file).toBe(text)
  })
})

// Writes the catalogues, the inputs of commands as types, and the files that the guides quote: npm run docs
import { readFileSync, writeFileSync } from 'node:fs'
import { documentCatalogue, importCatalogue } from './catalogue.ts'
import { commandInputs } from './command-inputs.ts'
import { commandCatalogue, eventCatalogue } from './domain-catalogue.ts'
import { reportCatalogue } from './report-catalogue.ts'
import { guides, withQuotes } from './quotes.ts'

const at = (file: string) => new URL(`../${file}`, import.meta.url)
const read = (file: string) => readFileSync(at(file), 'utf8')
const write = (file: string, text: string) => writeFileSync(at(file), text)

for (const [file, text] of await commandInputs()) write(file, text)
write('docs/commands.md', commandCatalogue())
write('docs/events.md', eventCatalogue())
write('docs/documents.md', documentCatalogue())
write('docs/reports.md', await reportCatalogue())
write('docs/import-fields.md', importCatalogue())
for (const guide of guides) write(guide, withQuotes(read(guide), read))

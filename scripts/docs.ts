// Writes the catalogues, and the files that the guides quote: npm run docs
import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { documentCatalogue, eventCatalogue, importCatalogue } from './catalogue.ts'
import { guides, withQuotes } from './quotes.ts'

const at = (file: string) => new URL(`../${file}`, import.meta.url)

await writeFile(at('docs/events.md'), eventCatalogue())
await writeFile(at('docs/documents.md'), documentCatalogue())
await writeFile(at('docs/import-fields.md'), importCatalogue())
for (const guide of guides) {
  const page = await readFile(at(guide), 'utf8')
  await writeFile(
    at(guide),
    withQuotes(page, file => readFileSync(at(file), 'utf8')),
  )
}

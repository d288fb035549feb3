// Writes the catalogues: npm run docs
import { writeFile } from 'node:fs/promises'
import { documentCatalogue, eventCatalogue, importCatalogue } from './catalogue.ts'

await writeFile(new URL('../docs/events.md', import.meta.url), eventCatalogue())
await writeFile(new URL('../docs/documents.md', import.meta.url), documentCatalogue())
await writeFile(new URL('../docs/import-fields.md', import.meta.url), importCatalogue())

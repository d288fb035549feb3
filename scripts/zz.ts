import { writeFile } from 'node:fs/promises'
import { commandInputs } from './command-inputs.ts'
import { commandCatalogue, eventCatalogue } from './domain-catalogue.ts'
const write = (file: string, text: string) => writeFile(new URL(`../${file}`, import.meta.url), text)
for (const [file, text] of await commandInputs()) await write(file, text)
await write('docs/commands.md', commandCatalogue())
await write('docs/events.md', eventCatalogue())

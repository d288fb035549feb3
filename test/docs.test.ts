import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { pipelineQuestion } from '@eventcrm/read-model-pipeline'
import { documentCatalogue, importCatalogue } from '../scripts/catalogue.ts'
import { fieldTable } from '../scripts/field-table.ts'

const root = new URL('../', import.meta.url)
const read = (file: string) => readFile(new URL(file, root), 'utf8')

describe('the docs', () => {
  it('list every document as its schema has it (run `npm run docs` after a change)', async () => {
    expect(await read('docs/documents.md')).toBe(documentCatalogue())
  })

  it('list every field of an import as its form has it (run `npm run docs` after a change)', async () => {
    expect(await read('docs/import-fields.md')).toBe(importCatalogue())
  })

  it('tell developers everything that the pipeline report may be asked', async () => {
    expect(await read('docs/developer.md')).toContain(fieldTable('the question', pipelineQuestion).join('\n'))
  })

  it('show the quick start that CI runs', async () => {
    const quickstart = await read('examples/quickstart/quickstart.ts')
    expect(await read('README.md')).toContain(`\`\`\`ts\n${quickstart.trim()}\n\`\`\``)
  })

  it('link only to files that are there', async () => {
    const { access, readdir } = await import('node:fs/promises')
    const pages = [
      'README.md',
      ...(await readdir(new URL('docs', root), { recursive: true }))
        .filter(name => name.endsWith('.md'))
        .map(name => `docs/${name}`),
    ]
    for (const page of pages) {
      for (const [, target = ''] of (await read(page)).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        await expect(
          access(new URL(target, new URL(page, root))),
          `${page} links to ${target}`,
        ).resolves.toBeUndefined()
      }
    }
  })
})

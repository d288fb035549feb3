// The guides quote files: a block that begins with ```ts file=examples/… holds the whole file.

/** Pages with such blocks. */
export const guides: readonly string[] = ['docs/guide.md', 'docs/your-own-aggregate.md']

const quote = /^```(\w+) file=(\S+)\n(?:[^]*?\n)??```$/gm

/**
 * A page with every quoted file as it is now.
 * @param read the text of a file
 */
export const withQuotes = (page: string, read: (file: string) => string): string =>
  page.replace(quote, (_, language: string, file: string) => `\`\`\`${language} file=${file}\n${read(file)}\`\`\``)

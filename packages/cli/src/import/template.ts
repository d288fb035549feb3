import type { Language } from '@eventcrm/domain'
import { FileIsThere, writeTemplate, type TemplateName } from '@eventcrm/importer'
import { usageFault } from '../fault.ts'
import { pathOf } from '../open-stores.ts'
import { forShell } from '../place.ts'
import { quotedFile } from '../quoted.ts'
import { print, type CliContext } from '../terminal.ts'
import { programName } from '../typed.ts'
import { visible } from '../visible.ts'

export const importFormats = ['table', 'json', 'csv', 'xlsx'] as const
export type ImportFormat = (typeof importFormats)[number]

interface TemplateWanted {
  readonly template: TemplateName
  /** Where it goes; a name of its own in the folder when left out. */
  readonly file: string | undefined
  readonly format: ImportFormat | undefined
  /** Where the mapping goes; beside the file when left out. */
  readonly mapping: string | undefined
  /** What names the company that it is imported into, on a command line. */
  readonly place: string
}

const extension = /\.(csv|xlsx)$/i

/** @throws Fault for a name that says another format, or none */
const fileOf = ({ template, file, format }: TemplateWanted): string => {
  if (format === 'table' || format === 'json')
    throw usageFault({
      en: '--format: a template is written as csv or xlsx',
      vi: '--format: tệp mẫu được ghi dạng csv hoặc xlsx',
    })
  if (file === undefined) return `${template}.${format ?? 'csv'}`
  const written = extension.exec(file)?.[1]?.toLowerCase()
  if (written === undefined || (format !== undefined && format !== written))
    throw usageFault({
      en: `FILE: expected a name for the template that ends with ${format === undefined ? '.csv or .xlsx' : `.${format}, as --format says`}, not ${quotedFile(file)}`,
      vi: `FILE: cần tên tệp mẫu kết thúc bằng ${format === undefined ? '.csv hoặc .xlsx' : `.${format} như --format đã ghi`}, không phải ${quotedFile(file)}`,
    })
  return file
}

const wrote: Readonly<Record<Language, (file: string, mapping: string) => string>> = {
  en: (file, mapping) =>
    `Wrote a template with a few rows to ${file}, and how to import it to ${mapping}.\nPut your own rows in their place, and import it:`,
  vi: (file, mapping) =>
    `Đã ghi tệp mẫu với vài dòng ví dụ vào ${file}, và cách nhập vào ${mapping}.\nHãy thay bằng các dòng của bạn rồi nhập:`,
}

/** Writes a file to begin with, and beside it the mapping that imports it. */
export const writeTemplateFiles = async (context: CliContext, wanted: TemplateWanted): Promise<void> => {
  const file = fileOf(wanted)
  const mapping = wanted.mapping ?? `${file.replace(extension, '')}.mapping.json`
  if (pathOf(context, mapping) === pathOf(context, file))
    throw usageFault({ en: '--mapping: expected another file than FILE', vi: '--mapping: cần tệp khác FILE' })
  const { language } = context.speech
  try {
    await writeTemplate(wanted.template, {
      file: pathOf(context, file),
      mappingFile: pathOf(context, mapping),
      language,
    })
  } catch (error) {
    if (!(error instanceof FileIsThere)) throw error
    const [name, option] =
      error.file === pathOf(context, file) ? ([file, 'FILE'] as const) : ([mapping, '--mapping'] as const)
    const other = `eventcrm import ${option === 'FILE' ? 'FILE' : forShell(file)}${option === 'FILE' ? '' : ' --mapping FILE'} --template ${wanted.template}`
    throw usageFault(
      {
        en: `${option}: ${quotedFile(name)} is there already, and nothing is written over it`,
        vi: `${option}: ${quotedFile(name)} đã có và không bị ghi đè`,
      },
      { en: `give another name: \`${other}\``, vi: `hãy đặt tên khác: \`${other}\`` },
    )
  }
  const line = `import ${forShell(file)} -m ${forShell(mapping)} ${wanted.place}`
  print(context, spoken => `${wrote[spoken](visible(file), visible(mapping))}\n  $ ${programName(context)} ${line}`)
}

import type { Language } from '@eventcrm/domain'
import { FileIsThere, writeTemplate, type TemplateName } from '@eventcrm/importer'
import { usageFault } from '../fault.ts'
import { pathOf } from '../open-stores.ts'
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
      en: `FILE: expected a name for the template that ends with ${format === undefined ? '.csv or .xlsx' : `.${format}`}`,
      vi: `FILE: cần tên tệp mẫu kết thúc bằng ${format === undefined ? '.csv hoặc .xlsx' : `.${format}`}`,
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
  const mapping = `${file.replace(extension, '')}.mapping.json`
  const { language } = context.speech
  try {
    await writeTemplate(wanted.template, {
      file: pathOf(context, file),
      mappingFile: pathOf(context, mapping),
      language,
    })
  } catch (error) {
    if (!(error instanceof FileIsThere)) throw error
    const name = quotedFile(error.file === pathOf(context, file) ? file : mapping)
    throw usageFault(
      { en: `${name} is there already, and nothing is written over it`, vi: `${name} đã có và không bị ghi đè` },
      {
        en: `give another name: \`eventcrm import FILE --template ${wanted.template}\``,
        vi: `hãy đặt tên khác: \`eventcrm import FILE --template ${wanted.template}\``,
      },
    )
  }
  const [shownFile, shownMapping] = [visible(file), visible(mapping)]
  const line = `import ${shownFile} -m ${shownMapping} -d crm.sqlite`
  print(context, spoken => `${wrote[spoken](shownFile, shownMapping)}\n  $ ${programName(context)} ${line}`)
}

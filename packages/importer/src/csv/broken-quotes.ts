// What is said of rows that cannot be told apart into cells. The parser's own messages repeat what the cells say.
import type { Words } from '@eventcrm/crm'

const inColumn = (column: string | null): Words =>
  column === null ? { en: '', vi: '' } : { en: `column ${column}: `, vi: `cột ${column}: ` }

/** @param isOpen whether the quote is never closed */
export const brokenRow = (column: string | null, isOpen: boolean): Words => {
  const where = inColumn(column)
  return isOpen
    ? {
        en: `${where.en}a quote is opened and never closed; close it`,
        vi: `${where.vi}dấu ngoặc kép được mở mà không đóng; hãy đóng lại`,
      }
    : {
        en: `${where.en}a quote stands where none may; put the cell between quotes, and write each quote inside it twice`,
        vi: `${where.vi}dấu ngoặc kép nằm sai chỗ; hãy đặt cả ô trong ngoặc kép và viết mỗi dấu ngoặc kép bên trong hai lần`,
      }
}

export const swallowedRow = (row: number): Words => ({
  en: `a quote that row ${String(row)} opens goes on to here, so it cannot be told what belongs to this row: mend that row`,
  vi: `dấu ngoặc kép mở ở dòng ${String(row)} kéo dài đến đây nên không biết ô nào thuộc dòng này: hãy sửa dòng đó`,
})

export const tooLong = (row: number, column: string | null, longest: number): Words => {
  const where = inColumn(column)
  return {
    en: `Row ${String(row)}: ${where.en}longer than ${String(longest)} characters; a quote in it or before it is probably left open`,
    vi: `Dòng ${String(row)}: ${where.vi}dài hơn ${String(longest)} ký tự; có lẽ một dấu ngoặc kép ở đây hoặc trước đó chưa được đóng`,
  }
}

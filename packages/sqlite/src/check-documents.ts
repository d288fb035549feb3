// What is wrong with the documents' tables, indexes and views: all of it is mended by a rebuild.
import type { Database } from './connection.ts'
import { viewSql, type Publications } from './document-publications.ts'
import { elementsOf, elementsSql, hasCommonTables, lostOf, tableOf, unknownIndexes } from './document-tables.ts'
import { most, type FileFault } from './file-fault.ts'
import { numberIn, textIn } from './row-decoder.ts'

/** Tables and indexes of documents, and what analysts see, that are not there any more. */
export const lostFromDocuments = (db: Database): readonly FileFault[] => {
  if (!hasCommonTables(db)) return []
  const lost = db
    .prepare('SELECT name FROM _collections ORDER BY name')
    .all()
    .map(row => textIn(row, 'name') ?? '')
    .flatMap(collection => lostOf(db, collection).map(name => ({ collection, name })))
    .map(({ collection, name }) => ({
      where: collection,
      words: {
        en: `the file has lost its table or index '${name}': rebuild it`,
        vi: `tệp đã mất bảng hoặc chỉ mục '${name}': hãy dựng lại`,
      },
    }))
  const unseen = db
    .prepare(
      `SELECT name FROM _publications
       WHERE name NOT IN (SELECT name FROM sqlite_schema WHERE type = 'view') ORDER BY name`,
    )
    .all()
    .map(row => textIn(row, 'name') ?? '')
    .map(name => ({
      where: name,
      words: {
        en: `the view that analysts see is not there any more: rebuild it`,
        vi: `khung nhìn dành cho người phân tích không còn nữa: hãy dựng lại`,
      },
    }))
  return [...lost, ...unseen].slice(0, most)
}

/** What analysts see of a version, as it is made: each column is the field of its name. */
const isView = (sql: string, name: string, version: number): boolean => {
  const [begin, end] = [`CREATE VIEW "${name}" AS SELECT `, ` FROM ${tableOf(`${name}__v${String(version)}`)}`]
  if (!sql.startsWith(begin) || !sql.endsWith(end)) return false
  const columns = sql.slice(begin.length, -end.length).split(', ')
  return columns.every(column => /^document ->> '\$\.(\w+)' AS "\1"$/.test(column))
}

/** Views for analysts that are others than were made, and views and indexes that were made and are not noted. */
export const notOfItsView = (
  db: Database,
  { publications }: { readonly publications: Publications },
): readonly FileFault[] => {
  if (!hasCommonTables(db)) return []
  const views = db
    .prepare(
      `SELECT made.name, made.sql, noted.version FROM sqlite_schema AS made
         LEFT JOIN _publications AS noted ON noted.name = made.name
       WHERE made.type = 'view' AND (noted.name IS NOT NULL
          OR EXISTS (SELECT 1 FROM _collections WHERE substr(name, 1, length(made.name) + 3) = made.name || '__v'))
       ORDER BY made.name`,
    )
    .all()
    .filter(row => {
      const [sql, name, version] = [textIn(row, 'sql') ?? '', textIn(row, 'name') ?? '', numberIn(row, 'version')]
      const known = publications.entries().find(([, one]) => one.name === name && one.version === version)
      return known ? sql !== viewSql(...known) : !isView(sql, name, version ?? 0)
    })
    .map(row => ({
      where: textIn(row, 'name') ?? '',
      words: {
        en: 'the view that analysts see is another than was made for it: rebuild it',
        vi: 'khung nhìn dành cho người phân tích không phải là cái đã tạo cho nó: hãy dựng lại',
      },
    }))
  const indexes = unknownIndexes(db).map(({ collection, name }) => ({
    where: collection,
    words: {
      en: `the file has an index '${name}' that is not noted: rebuild it`,
      vi: `tệp có chỉ mục '${name}' không được ghi nhận: hãy dựng lại`,
    },
  }))
  return [...views, ...indexes].slice(0, most)
}

/** Lists that documents are found by, against the documents themselves. */
export const staleElements = (db: Database): readonly FileFault[] => {
  if (!hasCommonTables(db)) return []
  const fields = db.prepare("SELECT number, collection, fields FROM _indexes WHERE fields NOT LIKE '%,%'").all()
  return fields.flatMap(row => {
    const [number, collection, field] = [numberIn(row, 'number'), textIn(row, 'collection'), textIn(row, 'fields')]
    if (number === null || collection === undefined || field === undefined) return []
    // told of already
    if (lostOf(db, collection).some(name => !name.startsWith('_index'))) return []
    const kept = `SELECT value, document FROM ${elementsOf(collection)} WHERE field = ${String(number)}`
    const listed = elementsSql(collection, field)
    const found = db
      .prepare(
        `SELECT EXISTS (SELECT * FROM (${kept}) EXCEPT SELECT * FROM (${listed}))
             OR EXISTS (SELECT * FROM (${listed}) EXCEPT SELECT * FROM (${kept})) AS stale`,
      )
      .get()
    if (numberIn(found, 'stale') === 0) return []
    const words = {
      en: `documents are not found by what their '${field}' lists: rebuild them`,
      vi: `không tìm được tài liệu theo danh sách '${field}': hãy dựng lại`,
    }
    return [{ where: collection, words }]
  })
}

// What SQLite itself finds wrong with the file, and what the store's own numbering tells of events that are gone.
import { positionOf } from '@eventcrm/event-store'
import type { Connection, Database } from './connection.ts'
import { elementsOf, elementsSql, hasCommonTables, lostOf } from './document-tables.ts'
import { DatabaseRefused, SQL, sqliteCode } from './errors.ts'
import { numberIn, textIn } from './row-decoder.ts'

/** Something wrong with the file, in each language. */
export interface FileFault {
  readonly where: string
  readonly words: { readonly en: string; readonly vi: string }
}

/** Told of each kind, at most. */
const most = 100

const damagedPages = (db: Database): readonly FileFault[] =>
  db
    .prepare(`PRAGMA integrity_check(${String(most)})`)
    .all()
    .flatMap(row => {
      const says = textIn(row, 'integrity_check') ?? ''
      // what it says names tables and pages, never what stands in them
      return says === 'ok' ? [] : [{ where: 'file', words: { en: `SQLite: ${says}`, vi: `SQLite báo: ${says}` } }]
    })

/** Events are numbered without holes, since none is ever removed. */
const lostEvents = (db: Database): readonly FileFault[] =>
  db
    .prepare(
      `SELECT gap, until FROM (
         SELECT lag(position, 1, 0) OVER (ORDER BY position) + 1 AS gap, position AS until FROM events
       ) WHERE gap < until LIMIT ${String(most)}`,
    )
    .all()
    .map(row => {
      const [from, until] = [numberIn(row, 'gap') ?? 0, numberIn(row, 'until') ?? 0]
      const count = until - from
      return {
        where: positionOf(from),
        words: {
          en: `the log has lost ${count === 1 ? 'the event' : `${String(count)} events from`} at this position: restore a backup`,
          vi: `nhật ký đã mất ${String(count)} sự kiện từ vị trí này: hãy khôi phục từ bản sao lưu`,
        },
      }
    })

const oddStreams = (db: Database): readonly FileFault[] =>
  db
    .prepare(
      `SELECT name FROM streams
       WHERE category <> substr(name, 1, instr(name, '-') - 1)
          OR NOT EXISTS (SELECT 1 FROM events WHERE events.stream = streams.stream)
       LIMIT ${String(most)}`,
    )
    .all()
    .map(row => ({
      where: textIn(row, 'name') ?? 'streams',
      words: {
        en: 'the stream has lost its events, or stands in another category than its name says: restore a backup',
        vi: 'luồng đã mất sự kiện, hoặc nằm ở nhóm khác với tên của nó: hãy khôi phục từ bản sao lưu',
      },
    }))

/** Events that stand in no stream are read by nobody. */
const orphans = (db: Database): readonly FileFault[] =>
  db
    .prepare(`SELECT position FROM events WHERE stream NOT IN (SELECT stream FROM streams) LIMIT ${String(most)}`)
    .all()
    .map(row => ({
      where: positionOf(numberIn(row, 'position') ?? 0),
      words: {
        en: 'the event at this position stands in no stream: restore a backup',
        vi: 'sự kiện ở vị trí này không thuộc luồng nào: hãy khôi phục từ bản sao lưu',
      },
    }))

/** Tables and indexes of documents, and what analysts see, that are not there any more. */
const lostFromDocuments = (db: Database): readonly FileFault[] => {
  if (!hasCommonTables(db)) return []
  const rebuildIt = { en: 'rebuild it', vi: 'hãy dựng lại' }
  const lost = db
    .prepare('SELECT name FROM _collections ORDER BY name')
    .all()
    .map(row => textIn(row, 'name') ?? '')
    .flatMap(collection => lostOf(db, collection).map(name => ({ collection, name })))
    .map(({ collection, name }) => ({
      where: collection,
      words: {
        en: `the file has lost its table or index '${name}': ${rebuildIt.en}`,
        vi: `tệp đã mất bảng hoặc chỉ mục '${name}': ${rebuildIt.vi}`,
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
        en: `the view that analysts see is not there any more: ${rebuildIt.en}`,
        vi: `khung nhìn dành cho người phân tích không còn nữa: ${rebuildIt.vi}`,
      },
    }))
  return [...lost, ...unseen].slice(0, most)
}

/** Lists that documents are found by, against the documents themselves. */
const staleElements = (db: Database): readonly FileFault[] => {
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

/**
 * Looks through the whole file. It holds up the event loop, for a second or two per gigabyte.
 * @throws what is no fault of the file: that it is locked, say
 */
export const checkFile = async (connection: Connection): Promise<readonly FileFault[]> => {
  const faults: FileFault[] = []
  for (const check of [damagedPages, lostEvents, oddStreams, orphans, lostFromDocuments, staleElements]) {
    try {
      faults.push(...(await connection.read(check)))
    } catch (error) {
      const said = error instanceof Error && error.cause instanceof Error ? error.cause : error
      if (!(error instanceof DatabaseRefused) && sqliteCode(said) !== SQL) throw error
      const message = error instanceof Error ? error.message : ''
      faults.push({ where: 'file', words: { en: message, vi: `tệp bị hỏng (${message})` } })
    }
  }
  return faults
}

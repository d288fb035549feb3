// What SQLite itself finds wrong with the file, and what the store's own numbering tells of events that are gone.
import { positionOf } from '@eventcrm/event-store'
import type { Connection, Database } from './connection.ts'
import type { Publications } from './document-publications.ts'
import { lostFromDocuments, notOfItsView, staleElements } from './check-documents.ts'
import { DatabaseRefused, SQL, sqliteCode } from './errors.ts'
import { most, type FileFault } from './file-fault.ts'
import { numberIn, textIn } from './row-decoder.ts'

/** What SQLite says most often, in Vietnamese. */
const saidBySqlite: readonly (readonly [english: RegExp, vietnamese: string])[] = [
  [/^row (\d+) missing from index (\S+)$/, 'dòng $1 không có trong chỉ mục $2'],
  [/^wrong # of entries in index (\S+)$/, 'chỉ mục $1 có số mục không đúng'],
  [/^non-unique entry in index (\S+)$/, 'chỉ mục $1 có mục trùng nhau'],
  [/^NULL value in (\S+)$/, '$1 không có giá trị'],
  [/^database disk image is malformed$/, 'nội dung tệp cơ sở dữ liệu bị hỏng'],
]
const inVietnamese = (english: string): string => {
  const found = saidBySqlite.find(([pattern]) => pattern.test(english))
  return found ? english.replace(...found) : `(nguyên văn tiếng Anh) ${english}`
}

export interface CheckOptions {
  /** A stream that each namespace has, without the namespace. */
  readonly eachHas?: string | undefined
}

/** What the file is held to. */
export interface HeldTo extends CheckOptions {
  readonly namespace: string
  readonly publications: Publications
}

const damagedPages = (db: Database): readonly FileFault[] =>
  db
    .prepare(`PRAGMA integrity_check(${String(most)})`)
    .all()
    .flatMap(row => {
      const says = textIn(row, 'integrity_check') ?? ''
      // what it says names tables and pages, never what stands in them
      return says === 'ok'
        ? []
        : [{ where: 'file', words: { en: `SQLite: ${says}`, vi: `SQLite báo: ${inVietnamese(says)}` } }]
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

/** Streams of namespaces that lack what each has; of each the first. */
const strays = (db: Database, { namespace, eachHas }: HeldTo): readonly FileFault[] =>
  eachHas === undefined
    ? []
    : db
        .prepare(
          `SELECT namespace, name FROM (
             SELECT substr(name, 1, instr(name, '.') - 1) AS namespace, name, min(stream) FROM streams
             WHERE substr(name, 1, instr(name, '.') - 1) <> ? GROUP BY 1
           ) AS other
           WHERE NOT EXISTS (SELECT 1 FROM streams WHERE name = other.namespace || '.' || ?) LIMIT ${String(most)}`,
        )
        .all(namespace, eachHas)
        .map(row => ({
          where: textIn(row, 'name') ?? 'streams',
          words: {
            en: 'the stream belongs to no company, since none was founded in its namespace: restore a backup',
            vi: 'luồng không thuộc công ty nào, vì chưa có công ty nào được lập trong không gian tên của nó: hãy khôi phục từ bản sao lưu',
          },
        }))

/** Each event has an id of its own, made of its stream and its command. */
const doubledEvents = (db: Database): readonly FileFault[] =>
  db
    .prepare(
      `SELECT max(position) AS position FROM events GROUP BY id HAVING count(*) > 1 ORDER BY position LIMIT ${String(most)}`,
    )
    .all()
    .map(row => ({
      where: positionOf(numberIn(row, 'position') ?? 0),
      words: {
        en: 'the event at this position has the id of an earlier one: restore a backup',
        vi: 'sự kiện ở vị trí này trùng mã với một sự kiện trước đó: hãy khôi phục từ bản sao lưu',
      },
    }))

/** Why nothing more can be looked for there. */
const wordsOf = (error: unknown, said: unknown): FileFault['words'] => {
  const en = error instanceof Error ? error.message : ''
  if (error instanceof DatabaseRefused && error.ofDocuments)
    return { en, vi: 'tệp bị hỏng: hãy dựng lại các tài liệu, hoặc khôi phục từ bản sao lưu' }
  const message =
    sqliteCode(said) !== undefined && said instanceof Error ? ` (SQLite: ${inVietnamese(said.message)})` : ''
  return { en, vi: `tệp bị hỏng${message}: hãy khôi phục từ bản sao lưu` }
}

const checks = [
  damagedPages,
  lostEvents,
  doubledEvents,
  oddStreams,
  strays,
  orphans,
  lostFromDocuments,
  notOfItsView,
  staleElements,
] as const

/**
 * Looks through the whole file, and holds what analysts see to what they are to see, as far as that is known. It holds up the event loop, for a second or two per gigabyte.
 * @throws what is no fault of the file: that it is locked, say
 */
export const checkFile = async (connection: Connection, held: HeldTo): Promise<readonly FileFault[]> => {
  const faults: FileFault[] = []
  for (const check of checks) {
    try {
      faults.push(...(await connection.read(db => check(db, held))))
    } catch (error) {
      const said = error instanceof Error && error.cause instanceof Error ? error.cause : error
      if (!(error instanceof DatabaseRefused) && sqliteCode(said) !== SQL) throw error
      faults.push({ where: 'file', words: wordsOf(error, said) })
    }
  }
  return faults
}

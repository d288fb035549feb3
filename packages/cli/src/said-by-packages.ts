// Vietnamese for what the packages below say in English alone: to developers first, but it ends up before people here.
import type { Words } from '@eventcrm/domain'
import { saidByServers } from './said-by-servers.ts'

/** What is said, with its variable parts as groups, and the same in Vietnamese. */
const known: readonly (readonly [english: RegExp, vietnamese: string])[] = [
  // the SQLite file
  [/^'(.*)' is a database of another application$/, "'$1' là cơ sở dữ liệu của ứng dụng khác"],
  [/^'(.*)' is an empty database$/, "'$1' là cơ sở dữ liệu trống"],
  [/^'(.*)' is not a database$/, "'$1' không phải là cơ sở dữ liệu"],
  [/^'(.*)' is a folder$/, "'$1' là thư mục"],
  [/^'(.*)' is no file$/, "'$1' không phải là tệp"],
  [
    /^'(.*)' was written by a newer version of EventCRM, with tables of version (.*); this one knows (.*): use the newer one$/,
    "'$1' được ghi bởi phiên bản EventCRM mới hơn, với các bảng phiên bản $2; phiên bản này chỉ biết $3: hãy dùng bản mới hơn",
  ],
  [
    /^'(.*)' was made by a preview of EventCRM: import anew$/,
    "'$1' được tạo bằng bản thử nghiệm của EventCRM: hãy nhập lại từ đầu",
  ],
  [
    /^'(.*)' cannot be opened or made: see that its folder is there and that both may be read and written$/,
    "không mở hoặc tạo được '$1': hãy kiểm tra thư mục của nó có sẵn, và được phép đọc, ghi cả hai",
  ],
  [
    /^'(.*)' is read only: see that it and its folder may be written$/,
    "'$1' chỉ cho đọc: hãy cho phép ghi tệp và thư mục của nó",
  ],
  [
    /^'(.*)' can't be used safely: SQLite has (.*) at (.*), not at (.*)$/,
    "không thể dùng '$1' an toàn: SQLite đặt $2 là $3, không phải $4",
  ],
  [/^'(.*)' was opened for reading only$/, "'$1' chỉ được mở để đọc"],
  [/^'(.*)' is there already: a backup writes over nothing$/, "'$1' đã có: bản sao lưu không ghi đè lên gì cả"],
  [
    /^'(.*)' is damaged \(SQLite: (.*)\): verify it, and keep earlier backups$/,
    "'$1' bị hỏng (SQLite: $2): hãy kiểm tra bằng `eventcrm verify`, và giữ các bản sao lưu trước",
  ],
  [
    /^'(.*)' cannot be made \((.*)\): see that its folder may be written, and has room$/,
    "không tạo được '$1' ($2): hãy kiểm tra thư mục được phép ghi và còn chỗ",
  ],
  [/^'(.*)' cannot be made: its folder is not there$/, "không tạo được '$1': không có thư mục đó"],
  [/^'(.*)' is written to without a pause: try again later$/, "'$1' đang được ghi liên tục: hãy thử lại sau"],
  [
    /^The file is written to without a pause: verify or query a backup of it$/,
    'tệp đang được ghi liên tục: hãy dùng một bản sao lưu của nó',
  ],
  [
    /^There is no room for the copy in which the file is read: free some, or set TMPDIR$/,
    'không còn chỗ cho bản sao dùng để đọc tệp: hãy giải phóng ổ đĩa, hoặc đặt TMPDIR',
  ],
  [/^Another process kept '(.*)' locked for (.*) ms$/, "một tiến trình khác giữ khóa '$1' suốt $2 ms"],
  [/^Another process kept the file locked for (.*) ms$/, 'một tiến trình khác giữ khóa tệp suốt $1 ms'],
  [
    /^The file is damaged at position (.*) of the log: restore a backup$/,
    'tệp bị hỏng tại vị trí $1 của nhật ký: hãy khôi phục từ bản sao lưu',
  ],
  [
    /^The file is damaged: rebuild documents, or restore a backup$/,
    'tệp bị hỏng: hãy dựng lại các tài liệu, hoặc khôi phục từ bản sao lưu',
  ],
  [/^The file is damaged: restore a backup$/, 'tệp bị hỏng: hãy khôi phục từ bản sao lưu'],
  [
    /^The file is damaged \(SQLite: (.*)\): restore a backup$/,
    'tệp bị hỏng (SQLite: $1): hãy khôi phục từ bản sao lưu',
  ],
  [/^SQLite: (.*); free the disk, then do it again$/, 'SQLite: $1; hãy giải phóng ổ đĩa rồi làm lại'],
  [/^SQLite: (.*); trying again later may help$/, 'SQLite: $1; thử lại sau có thể được'],
  // the log and its events
  [/^The commit failed midway(.*)$/, 'Không rõ lần ghi cuối có thành công không$1'],
  [/^It is written, but what it came to cannot be read$/, 'Đã ghi xong, nhưng không đọc được kết quả'],
  [
    /^This version of the library knows no event type '(.*)'$/,
    "Phiên bản này của EventCRM không biết loại sự kiện '$1'",
  ],
  [/^'(.*)' was written by a newer version of the library$/, "'$1' được ghi bởi phiên bản EventCRM mới hơn"],
  [/^(\S+ \S+) at position (\d+): (.*)$/, 'không đọc được $1 tại vị trí $2: $3'],
  [/^(\S+) as decided(.*)$/, 'sự kiện mới $1 không đúng khuôn$2'],
  [
    /^(.*) lacks revision (.*): the log has lost it\. Restore a backup$/,
    '$1 thiếu sự kiện số $2 của luồng: nhật ký đã mất nó. Hãy khôi phục từ bản sao lưu',
  ],
  [
    /^This log was begun with another key store: with this one, .*$/,
    'Nhật ký này được bắt đầu với một kho khóa khác: với kho này, những gì đã nhập hoặc đăng ký sẽ không tìm lại được. Hãy dùng kho khóa đi cùng nhật ký',
  ],
  // the documents
  [
    /^(.*) has been folded up to position (.*), where the log holds another event or none: .*$/,
    '$1 đã được gộp đến vị trí $2, nơi nhật ký có sự kiện khác hoặc không có gì: đó là nhật ký khác, hoặc bản cũ hơn. Hãy dựng lại, hoặc khôi phục nhật ký mà nó được gộp từ đó',
  ],
  [/^(.*) stopped before position (.*): (.*)$/, '$1 đã dừng trước vị trí $2: $3'],
  [/^(.*) is not folded yet$/, '$1 chưa được dựng'],
  ...saidByServers,
]

/** A message of a package below in each language; in English alone where it is not known. */
export const saidInBoth = (en: string): Words => {
  const found = known.find(([english]) => english.test(en))
  return { en, vi: found ? en.replace(...found) : en }
}

/** Whether there is Vietnamese for a message. */
export const isSaidInBoth = (en: string): boolean => known.some(([english]) => english.test(en))

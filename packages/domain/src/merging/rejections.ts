/** The rejections of mergers, the same for contacts and leads. */
export const mergingRejections = {
  MERGE_KNOWN: { en: 'There was a merger with this id before', vi: 'Đã có lần gộp với mã này' },
  MERGE_UNKNOWN: {
    en: 'There is no such merger, or it holds no longer',
    vi: 'Không có lần gộp này, hoặc đã được tách',
  },
  MERGERS_SEVERAL: {
    en: 'It stands for others by several mergers: say which one',
    vi: 'Mục này thay cho các mục khác do nhiều lần gộp: hãy cho biết lần nào',
  },
  MERGED_INTO_ANOTHER: {
    en: 'It is part of another one: merge or unmerge that one',
    vi: 'Mục này đã được gộp vào mục khác: hãy gộp hoặc tách mục đó',
  },
  MERGING: {
    en: 'Another merger of it is under way: try again when that is done',
    vi: 'Đang có việc gộp hoặc tách khác: hãy thử lại khi việc đó xong',
  },
  MERGE_DATED_TOO_EARLY: {
    en: 'Something happened to it later: date the merger on that day or later',
    vi: 'Đã có việc xảy ra sau ngày này: hãy ghi việc gộp vào ngày đó hoặc muộn hơn',
  },
  TOO_MUCH_TO_MERGE: {
    en: 'Together they have more than there is room for in one: take away what is no longer needed first',
    vi: 'Gộp lại thì vượt quá giới hạn: hãy bỏ bớt những gì không còn cần trước',
  },
  KINDS_DIFFER: {
    en: 'A person and an organisation are never the same',
    vi: 'Cá nhân và tổ chức không bao giờ là một',
  },
} as const

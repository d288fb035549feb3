// The tables of the file. A released table is a storage contract: a change is a new version, with a step from the old one.

/** In the file's header: 'EvCR', so that no other application's database is taken for one of ours. */
export const applicationId = 0x45764352

/** In the file's header too. A file of another version is refused: 1 was made by previews, before formats were frozen. */
export const schemaVersion = 2

/**
 * A stream's name is written once. That keeps the index of revisions small and its newest part together, where most appends
 * go: batches of 100 were a third faster than with the name in every row, and 64 concurrent appenders a half.
 * No row is ever deleted, so the plain rowid only rises; AUTOINCREMENT would write one page more per commit.
 */
export const tables = `
  CREATE TABLE streams (
    stream   INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    category TEXT NOT NULL
  ) STRICT;

  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream   INTEGER NOT NULL REFERENCES streams,
    revision INTEGER NOT NULL,
    id       TEXT NOT NULL,
    type     TEXT NOT NULL,
    data     TEXT NOT NULL,
    metadata TEXT NOT NULL,
    personal TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;

  CREATE TABLE secrets (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
`

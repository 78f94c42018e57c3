-- Small things an adapter must know again after a restart, such as which commands it has synced.
CREATE TABLE notes (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

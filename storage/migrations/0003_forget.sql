-- Which places are somebody's direct chat: to forget that person is to forget those whole.
CREATE TABLE directs (
  place TEXT PRIMARY KEY,
  guild TEXT NOT NULL,
  user TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX directs_by_user ON directs (user);

-- What a character remembers of lines that it is no longer shown whole.

-- `upto` is the last line that went in; what comes after it is still to be read.
CREATE TABLE memories (
  character INTEGER PRIMARY KEY REFERENCES characters (id) ON DELETE CASCADE,
  summary TEXT NOT NULL,
  upto INTEGER NOT NULL,
  made REAL NOT NULL
) STRICT;

-- Whose lines went into a summary: to forget one of them is to write it anew from what is left.
CREATE TABLE remembered (
  character INTEGER NOT NULL REFERENCES memories (character) ON DELETE CASCADE,
  user TEXT NOT NULL,
  PRIMARY KEY (character, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX remembered_by_user ON remembered (user);

-- What people told about themselves. `quoted` is 1 where every word stands in the line it was told in; `line` may be
-- gone by now, its number is never given to another.
CREATE TABLE facts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  character INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
  user TEXT NOT NULL,
  who TEXT NOT NULL,
  text TEXT NOT NULL,
  line INTEGER NOT NULL,
  quoted INTEGER NOT NULL,
  UNIQUE (character, user, text)
) STRICT;
CREATE INDEX facts_by_user ON facts (user);

-- Names and shorthand that were agreed on; `user` brought it up, empty for the character.
CREATE TABLE terms (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  character INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
  user TEXT NOT NULL,
  who TEXT NOT NULL,
  name TEXT NOT NULL,
  meaning TEXT NOT NULL,
  line INTEGER NOT NULL,
  quoted INTEGER NOT NULL,
  uses INTEGER NOT NULL,
  UNIQUE (character, name)
) STRICT;
CREATE INDEX terms_by_user ON terms (user);

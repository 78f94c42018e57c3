-- What models were given and gave, by who asked and where; what a stranger's card held besides its character.

CREATE TABLE spending (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job INTEGER NOT NULL,
  place TEXT NOT NULL,
  guild TEXT NOT NULL,
  user TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  read_tokens INTEGER NOT NULL,
  written_tokens INTEGER NOT NULL,
  cost REAL NOT NULL,
  estimated INTEGER NOT NULL,
  noted REAL NOT NULL
) STRICT;
CREATE INDEX spending_by_user ON spending (user, noted);
CREATE INDEX spending_by_place ON spending (place, noted);
CREATE INDEX spending_by_guild ON spending (guild, noted);
CREATE INDEX spending_by_time ON spending (noted);

ALTER TABLE characters ADD COLUMN card TEXT NOT NULL DEFAULT '';

-- What a character is and what was said: enough to summon, talk and remember in one terminal.

-- Files that lie under their SHA-256 beside the database; `used` is when one was last read or written.
CREATE TABLE media (
  sha TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  made REAL NOT NULL,
  used REAL NOT NULL
) STRICT;
CREATE INDEX media_by_use ON media (kind, used);

CREATE TABLE characters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  place TEXT NOT NULL,
  owner TEXT NOT NULL,
  description TEXT NOT NULL,
  wanted TEXT NOT NULL,
  seed INTEGER NOT NULL,
  name TEXT NOT NULL,
  persona TEXT NOT NULL,
  voice TEXT NOT NULL,
  portrait TEXT NOT NULL REFERENCES media (sha),
  made REAL NOT NULL,
  chosen REAL NOT NULL
) STRICT;
CREATE INDEX characters_by_place ON characters (place, wanted);
CREATE INDEX characters_by_owner ON characters (owner);
CREATE INDEX characters_by_portrait ON characters (portrait);

-- `speaker` is the user a line came from, empty for the character's own lines; `about` whose words it answers.
CREATE TABLE lines (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  character INTEGER NOT NULL REFERENCES characters (id) ON DELETE CASCADE,
  speaker TEXT NOT NULL,
  about TEXT NOT NULL,
  who TEXT NOT NULL,
  text TEXT NOT NULL,
  said REAL NOT NULL
) STRICT;
CREATE INDEX lines_by_character ON lines (character, id);
CREATE INDEX lines_by_speaker ON lines (speaker);
CREATE INDEX lines_by_about ON lines (about);

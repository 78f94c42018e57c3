-- What was received, what waits and what was sent: no message is lost or answered twice, whatever dies.

-- The job that made a character or a line: taken up again it makes no second one.
ALTER TABLE characters ADD COLUMN origin TEXT;
CREATE UNIQUE INDEX characters_by_origin ON characters (origin);
ALTER TABLE lines ADD COLUMN origin TEXT;
CREATE UNIQUE INDEX lines_by_origin ON lines (origin);

-- Updates that were accepted, as a hash: they stay known even after their user was forgotten.
CREATE TABLE inbox (
  seen TEXT PRIMARY KEY,
  received REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- `open` is 1 while a job waits or runs. A quick job asks for no stage and waits for nobody.
CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  platform TEXT NOT NULL,
  place TEXT NOT NULL,
  guild TEXT NOT NULL,
  user TEXT NOT NULL,
  kind TEXT NOT NULL,
  quick INTEGER NOT NULL,
  ask TEXT NOT NULL,
  upload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  open INTEGER NOT NULL,
  made REAL NOT NULL,
  after REAL NOT NULL,
  began REAL,
  ended REAL,
  worker TEXT NOT NULL,
  lease REAL NOT NULL,
  tries INTEGER NOT NULL,
  stop INTEGER NOT NULL,
  code TEXT NOT NULL
) STRICT;
CREATE INDEX jobs_in_order ON jobs (place, id) WHERE open = 1 AND quick = 0;
CREATE INDEX jobs_quick ON jobs (id) WHERE open = 1 AND quick = 1;
CREATE INDEX jobs_open_by_user ON jobs (user, state) WHERE open = 1;
CREATE INDEX jobs_by_user ON jobs (user, made);
CREATE INDEX jobs_by_place ON jobs (place, made);
CREATE INDEX jobs_by_guild ON jobs (guild, made);
CREATE INDEX jobs_by_end ON jobs (ended) WHERE open = 0;

-- When a place last had its turn, counted in turns.
CREATE TABLE turns (
  place TEXT PRIMARY KEY,
  turn INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Written before a send as `sending` and after it as `sent`: what is left at `sending` was interrupted.
CREATE TABLE outbox (
  job INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  part TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  place TEXT NOT NULL,
  guild TEXT NOT NULL,
  user TEXT NOT NULL,
  character INTEGER,
  kind TEXT NOT NULL,
  media TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('sending', 'sent')),
  made REAL NOT NULL,
  sent REAL,
  PRIMARY KEY (job, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_by_user ON outbox (user, kind, made);
CREATE INDEX outbox_by_place ON outbox (place, kind, made);
CREATE INDEX outbox_by_guild ON outbox (guild, kind, made);
CREATE INDEX outbox_by_media ON outbox (media);

-- Which character a message of ours comes from, so that a reply to it finds the way back.
CREATE TABLE messages (
  place TEXT NOT NULL,
  message TEXT NOT NULL,
  job INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  character INTEGER,
  user TEXT NOT NULL,
  PRIMARY KEY (place, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_by_job ON messages (job);
CREATE INDEX messages_by_user ON messages (user);

-- Files that a platform has already, by what it calls them.
CREATE TABLE uploads (
  bot TEXT NOT NULL,
  sha TEXT NOT NULL,
  kind TEXT NOT NULL,
  file TEXT NOT NULL,
  PRIMARY KEY (bot, sha, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_by_sha ON uploads (sha);

-- What a stage made for a job that is not done yet.
CREATE TABLE results (
  key TEXT PRIMARY KEY,
  job INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  body BLOB,
  media TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX results_by_job ON results (job);

CREATE TABLE settings (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

-- How long stages took and how they failed; without users and without words.
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job INTEGER NOT NULL,
  kind TEXT NOT NULL,
  stage TEXT NOT NULL,
  seconds REAL NOT NULL,
  code TEXT NOT NULL,
  noted REAL NOT NULL
) STRICT;
CREATE INDEX ledger_by_stage ON ledger (kind, stage, id);
CREATE INDEX ledger_by_time ON ledger (noted);

CREATE TABLE reports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  place TEXT NOT NULL,
  message TEXT NOT NULL,
  character INTEGER,
  user TEXT NOT NULL,
  reason TEXT NOT NULL,
  noted REAL NOT NULL
) STRICT;
CREATE INDEX reports_by_user ON reports (user);

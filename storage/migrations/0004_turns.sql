-- A claim is one statement: the place's turn is counted by the database itself.
CREATE TRIGGER jobs_take_turns AFTER UPDATE OF state ON jobs
WHEN new.state = 'running' AND new.quick = 0
BEGIN
  INSERT OR REPLACE INTO turns (place, turn) VALUES (new.place, (SELECT coalesce(max(turn), 0) + 1 FROM turns));
END;
CREATE INDEX turns_by_turn ON turns (turn);

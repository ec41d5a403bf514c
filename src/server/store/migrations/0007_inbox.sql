-- The inbox: who may enter, where the work on each request stands, and what was done. A request nobody has touched has no row of work, so
-- taking one costs nothing more than before, and a replica of the release before goes on taking them.
CREATE TABLE operators (
  id {id},
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  role TEXT NOT NULL CHECK (role IN ('reader', 'worker', 'admin')),
  created_ms {int} NOT NULL,
  revoked_ms {int} NOT NULL DEFAULT 0
){strict};

-- Both are random, shown once and kept as SHA-256. A link opens one session, within a day.
CREATE TABLE operator_links (
  id {id},
  operator_id {int} NOT NULL REFERENCES operators (id),
  token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  expires_ms {int} NOT NULL,
  used_ms {int} NOT NULL DEFAULT 0
){strict};
CREATE TABLE operator_sessions (
  id {id},
  operator_id {int} NOT NULL REFERENCES operators (id),
  token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  browser TEXT NOT NULL,
  created_ms {int} NOT NULL,
  seen_ms {int} NOT NULL,
  ended_ms {int} NOT NULL DEFAULT 0
){strict};
CREATE INDEX operator_sessions_open ON operator_sessions (operator_id) WHERE ended_ms = 0;

-- `step_ms`: when the next step is due (0: no date). `first_ms`: the first thing somebody did, `last_ms`: the last one, from which retention
-- counts. `version` grows with every change: who changes an older one is refused.
CREATE TABLE lead_work (
  lead_id {int} NOT NULL PRIMARY KEY REFERENCES leads (id),
  version {int} NOT NULL CHECK (version > 0),
  status TEXT NOT NULL CHECK (status IN ('new', 'in_work', 'meeting', 'won', 'lost', 'spam')),
  lost_reason TEXT NOT NULL,
  step TEXT NOT NULL,
  step_ms {int} NOT NULL,
  responsible {int} NOT NULL,
  note TEXT NOT NULL,
  first_ms {int} NOT NULL,
  last_ms {int} NOT NULL,
  closed_ms {int} NOT NULL DEFAULT 0
){strict};
CREATE INDEX lead_work_open ON lead_work (step_ms, lead_id) WHERE status IN ('in_work', 'meeting');
CREATE INDEX lead_work_status ON lead_work (status, lead_id);

-- Who did what when. Append-only; each row carries the hash of the one before. Of the text it covers a salted hash, so that erasure can take
-- text and salt away and the chain still holds. `operator_id` 0: the server itself or its command line.
CREATE TABLE lead_events (
  seq {int} NOT NULL PRIMARY KEY,
  lead_id {int} NOT NULL,
  operator_id {int} NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('opened', 'status', 'step', 'responsible', 'note', 'retry', 'erased')),
  at_ms {int} NOT NULL,
  detail TEXT NOT NULL,
  salt TEXT NOT NULL,
  detail_hash TEXT NOT NULL CHECK (length(detail_hash) = 64),
  previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
){strict};
CREATE INDEX lead_events_by_lead ON lead_events (lead_id);
-- People are looked for by any part of their name: the index is read instead of the requests themselves.
CREATE INDEX leads_by_name ON leads (name) WHERE name <> '';
--[sqlite
CREATE TRIGGER lead_events_no_update BEFORE UPDATE ON lead_events
  WHEN NEW.detail <> '' OR NEW.salt <> '' OR NEW.seq <> OLD.seq OR NEW.lead_id <> OLD.lead_id OR NEW.operator_id <> OLD.operator_id
    OR NEW.kind <> OLD.kind OR NEW.at_ms <> OLD.at_ms OR NEW.detail_hash <> OLD.detail_hash OR NEW.previous_hash <> OLD.previous_hash
    OR NEW.hash <> OLD.hash
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER lead_events_no_delete BEFORE DELETE ON lead_events BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER lead_events_head AFTER INSERT ON lead_events BEGIN
  INSERT INTO meta (key, value) VALUES ('work_head', CAST(NEW.seq AS TEXT) || ' ' || NEW.hash)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value;
END;
--]
--[postgres
CREATE FUNCTION refuse_other_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' AND NEW.detail = '' AND NEW.salt = ''
    AND (NEW.seq, NEW.lead_id, NEW.operator_id, NEW.kind, NEW.at_ms, NEW.detail_hash, NEW.previous_hash, NEW.hash)
      = (OLD.seq, OLD.lead_id, OLD.operator_id, OLD.kind, OLD.at_ms, OLD.detail_hash, OLD.previous_hash, OLD.hash)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'append-only';
END $$;
CREATE TRIGGER lead_events_append_only BEFORE UPDATE OR DELETE ON lead_events
  FOR EACH ROW EXECUTE FUNCTION refuse_other_change();
CREATE FUNCTION keep_work_head() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO meta (key, value) VALUES ('work_head', CAST(NEW.seq AS TEXT) || ' ' || NEW.hash)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value;
  RETURN NULL;
END $$;
CREATE TRIGGER lead_events_head AFTER INSERT ON lead_events FOR EACH ROW EXECUTE FUNCTION keep_work_head();
--]

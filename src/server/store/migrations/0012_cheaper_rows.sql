-- What each request pays for its rows. An event's place in the chain is its number: that no two have one hash follows from the chain itself,
-- which the check reckons again, and nobody looks for an event by its hash; the index of values at random made each request change two more
-- pages. And for IN with more than two values SQLite fills a table of its own at every row; the words of a constraint may be changed in
-- place when what it allows is the same.
--[sqlite
DROP TRIGGER consent_events_no_update;
DROP TRIGGER consent_events_no_delete;
DROP TRIGGER consent_events_head;
DROP INDEX consent_events_by_lead;
ALTER TABLE consent_events RENAME TO consent_events_before;
CREATE TABLE consent_events (
  seq {int} NOT NULL PRIMARY KEY,
  lead_id {int} NOT NULL,
  kind TEXT NOT NULL,
  event TEXT NOT NULL CHECK (event = 'given' OR event = 'refused' OR event = 'withdrawn' OR event = 'erased'),
  version TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  at_ms {int} NOT NULL,
  previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64)
){strict};
INSERT INTO consent_events (seq, lead_id, kind, event, version, sha256, at_ms, previous_hash, hash)
  SELECT seq, lead_id, kind, event, version, sha256, at_ms, previous_hash, hash FROM consent_events_before ORDER BY seq;
DROP TABLE consent_events_before;
CREATE INDEX consent_events_by_lead ON consent_events (lead_id);
CREATE TRIGGER consent_events_no_update BEFORE UPDATE ON consent_events BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER consent_events_no_delete BEFORE DELETE ON consent_events BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER consent_events_head AFTER INSERT ON consent_events BEGIN
  INSERT INTO meta (key, value) VALUES ('chain_head', CAST(NEW.seq AS TEXT) || ' ' || NEW.hash)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value;
END;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'CHECK (form IN (''diagnosis'', ''checklist'', ''materials'', ''callback''))',
    'CHECK (form = ''diagnosis'' OR form = ''checklist'' OR form = ''materials'' OR form = ''callback'')'),
    'CHECK (owner IN (''unsaid'', ''no'', ''yes''))',
    'CHECK (owner = ''unsaid'' OR owner = ''no'' OR owner = ''yes'')')
  WHERE type = 'table' AND name = 'leads';
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'CHECK (event IN (''created'', ''advertising_withdrawn'', ''processing_withdrawn'', ''erased''))',
    'CHECK (event = ''created'' OR event = ''advertising_withdrawn'' OR event = ''processing_withdrawn'' OR event = ''erased'')'),
    'CHECK (state IN (''pending'', ''delivered'', ''dead'', ''cancelled''))',
    'CHECK (state = ''pending'' OR state = ''delivered'' OR state = ''dead'' OR state = ''cancelled'')')
  WHERE type = 'table' AND name = 'outbox';
PRAGMA writable_schema = RESET;
--]
--[postgres
ALTER TABLE consent_events DROP CONSTRAINT consent_events_hash_key;
--]

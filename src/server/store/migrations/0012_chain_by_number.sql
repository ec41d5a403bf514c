-- An event's place in the chain is its number. That no two have one hash follows from the chain itself, which the check reckons again; nobody
-- looks for an event by its hash. As an index of values at random it made each request change two more pages.
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
  event TEXT NOT NULL CHECK (event IN ('given', 'refused', 'withdrawn', 'erased')),
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
--]
--[postgres
ALTER TABLE consent_events DROP CONSTRAINT consent_events_hash_key;
--]

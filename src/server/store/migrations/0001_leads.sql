-- Leads, consents with the texts they point to, the append-only record of consent, the outbox, acts of erasure.
-- {int} is a 64-bit integer; times are milliseconds since 1970 in UTC (0: not yet); flags are 0 or 1.
CREATE TABLE meta (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
){strict};

CREATE TABLE documents (
  kind TEXT NOT NULL CHECK (kind IN ('processing', 'advertising')),
  version TEXT NOT NULL CHECK (version <> ''),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  body TEXT NOT NULL,
  recorded_ms {int} NOT NULL,
  PRIMARY KEY (kind, version)
){strict};

CREATE TABLE leads (
  id {id},
  created_ms {int} NOT NULL,
  key_hash TEXT NOT NULL UNIQUE CHECK (length(key_hash) = 64),
  content_hash TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  form TEXT NOT NULL CHECK (form IN ('diagnosis', 'checklist', 'materials', 'callback')),
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL,
  managers_count {int} NOT NULL CHECK (managers_count >= 0),
  monthly_turnover TEXT NOT NULL,
  owner TEXT NOT NULL CHECK (owner IN ('unsaid', 'no', 'yes')),
  scenario TEXT NOT NULL,
  report TEXT NOT NULL,
  answers TEXT NOT NULL,
  page TEXT NOT NULL,
  referrer TEXT NOT NULL,
  utm_source TEXT NOT NULL,
  utm_medium TEXT NOT NULL,
  utm_campaign TEXT NOT NULL,
  utm_term TEXT NOT NULL,
  utm_content TEXT NOT NULL,
  erase_after_ms {int} NOT NULL DEFAULT 0,
  erased_ms {int} NOT NULL DEFAULT 0,
  CHECK (erased_ms > 0 OR phone <> '' OR email <> '')
){strict};
CREATE INDEX leads_by_phone ON leads (phone);
CREATE INDEX leads_to_erase ON leads (erase_after_ms) WHERE erase_after_ms > 0 AND erased_ms = 0;

CREATE TABLE consents (
  id {id},
  lead_id {int} NOT NULL REFERENCES leads (id),
  kind TEXT NOT NULL,
  version TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  given {int} NOT NULL CHECK (given IN (0, 1)),
  given_ms {int} NOT NULL,
  withdrawn_ms {int} NOT NULL DEFAULT 0,
  ip TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  page TEXT NOT NULL,
  UNIQUE (lead_id, kind),
  FOREIGN KEY (kind, version) REFERENCES documents (kind, version)
){strict};

-- Each row carries the hash of the one before; nothing personal is in it, so it outlives erasure.
CREATE TABLE consent_events (
  seq {int} NOT NULL PRIMARY KEY,
  lead_id {int} NOT NULL,
  kind TEXT NOT NULL,
  event TEXT NOT NULL CHECK (event IN ('given', 'refused', 'withdrawn', 'erased')),
  version TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  at_ms {int} NOT NULL,
  previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
){strict};
CREATE INDEX consent_events_by_lead ON consent_events (lead_id);
--[sqlite
CREATE TRIGGER consent_events_no_update BEFORE UPDATE ON consent_events BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER consent_events_no_delete BEFORE DELETE ON consent_events BEGIN SELECT RAISE(ABORT, 'append-only'); END;
--]
--[postgres
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$;
CREATE TRIGGER consent_events_append_only BEFORE UPDATE OR DELETE ON consent_events
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
--]

CREATE TABLE outbox (
  id {id},
  lead_id {int} NOT NULL REFERENCES leads (id),
  target TEXT NOT NULL,
  delivery_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead', 'cancelled')),
  created_ms {int} NOT NULL,
  attempts {int} NOT NULL DEFAULT 0,
  next_ms {int} NOT NULL,
  delay_ms {int} NOT NULL DEFAULT 0,
  lease_until_ms {int} NOT NULL DEFAULT 0,
  lease_owner TEXT NOT NULL DEFAULT '',
  done_ms {int} NOT NULL DEFAULT 0,
  UNIQUE (lead_id, target)
){strict};
CREATE INDEX outbox_pending ON outbox (next_ms, id) WHERE state = 'pending';

CREATE TABLE attempts (
  id {id},
  outbox_id {int} NOT NULL REFERENCES outbox (id),
  at_ms {int} NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('delivered', 'retry', 'refused')),
  status {int} NOT NULL,
  detail TEXT NOT NULL,
  took_ms {int} NOT NULL
){strict};
CREATE INDEX attempts_by_outbox ON attempts (outbox_id);

CREATE TABLE erasures (
  id {id},
  lead_id {int} NOT NULL UNIQUE REFERENCES leads (id),
  at_ms {int} NOT NULL,
  reason TEXT NOT NULL,
  act TEXT NOT NULL,
  extract TEXT NOT NULL
){strict};

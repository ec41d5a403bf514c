-- A receiver is told not only of a lead but of what becomes of it: withdrawal and erasure are deliveries of their own. `sending_ms` is when the
-- last send began (0: none ever did), `progress` where a delivery of several requests stands, `receipt` what the receiver called the lead.
--[sqlite
CREATE TABLE attempts_before AS SELECT id, outbox_id, at_ms, outcome, status, detail, took_ms FROM attempts;
DROP TABLE attempts;
DROP INDEX outbox_pending;
ALTER TABLE outbox RENAME TO outbox_before;
CREATE TABLE outbox (
  id {id},
  lead_id {int} NOT NULL REFERENCES leads (id),
  target TEXT NOT NULL,
  event TEXT NOT NULL DEFAULT 'created' CHECK (event IN ('created', 'advertising_withdrawn', 'processing_withdrawn', 'erased')),
  delivery_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead', 'cancelled')),
  created_ms {int} NOT NULL,
  attempts {int} NOT NULL DEFAULT 0,
  next_ms {int} NOT NULL,
  delay_ms {int} NOT NULL DEFAULT 0,
  lease_until_ms {int} NOT NULL DEFAULT 0,
  lease_owner TEXT NOT NULL DEFAULT '',
  sending_ms {int} NOT NULL DEFAULT 0,
  progress TEXT NOT NULL DEFAULT '',
  receipt TEXT NOT NULL DEFAULT '',
  done_ms {int} NOT NULL DEFAULT 0,
  UNIQUE (lead_id, target, event)
){strict};
INSERT INTO outbox (id, lead_id, target, delivery_id, state, created_ms, attempts, next_ms, delay_ms, lease_until_ms, lease_owner, done_ms)
  SELECT id, lead_id, target, delivery_id, state, created_ms, attempts, next_ms, delay_ms, lease_until_ms, lease_owner, done_ms
  FROM outbox_before;
DROP TABLE outbox_before;
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
INSERT INTO attempts (id, outbox_id, at_ms, outcome, status, detail, took_ms)
  SELECT id, outbox_id, at_ms, outcome, status, detail, took_ms FROM attempts_before;
DROP TABLE attempts_before;
CREATE INDEX attempts_by_outbox ON attempts (outbox_id);
--]
--[postgres
ALTER TABLE outbox DROP CONSTRAINT outbox_lead_id_target_key;
ALTER TABLE outbox
  ADD COLUMN event TEXT NOT NULL DEFAULT 'created'
    CHECK (event IN ('created', 'advertising_withdrawn', 'processing_withdrawn', 'erased')),
  ADD COLUMN sending_ms {int} NOT NULL DEFAULT 0,
  ADD COLUMN progress TEXT NOT NULL DEFAULT '',
  ADD COLUMN receipt TEXT NOT NULL DEFAULT '',
  ADD UNIQUE (lead_id, target, event);
--]
CREATE INDEX outbox_dead ON outbox (id) WHERE state = 'dead';

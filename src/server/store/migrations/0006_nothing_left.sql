-- What is left of a person after erasure, and what waits for a person's look. `salt` is a part of a receipt's token: once it is gone, neither
-- the key nor the token leads back to what was typed (a phone number is soon found by trying them all). `held_ms`: when a request was taken
-- that a robot seems to have sent, 0 for every other; it goes nowhere until somebody has looked. `forgotten_ms` of an act of erasure: when
-- the bytes had left the store's own files, too (0: not yet).
ALTER TABLE leads ADD COLUMN salt TEXT NOT NULL DEFAULT '';
ALTER TABLE leads ADD COLUMN held_ms {int} NOT NULL DEFAULT 0;
ALTER TABLE erasures ADD COLUMN forgotten_ms {int} NOT NULL DEFAULT 0;
CREATE INDEX leads_held ON leads (held_ms) WHERE held_ms > 0;
CREATE INDEX leads_by_email ON leads (lower(email)) WHERE email <> '';
CREATE INDEX erasures_not_forgotten ON erasures (id) WHERE forgotten_ms = 0;
-- Who was erased before: keys and tokens made from what was typed go now.
--[sqlite
UPDATE leads SET key_hash = lower(hex(randomblob(32))), token_hash = lower(hex(randomblob(32))) WHERE erased_ms > 0;
--]
--[postgres
UPDATE leads SET key_hash = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
  token_hash = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') WHERE erased_ms > 0;
--]

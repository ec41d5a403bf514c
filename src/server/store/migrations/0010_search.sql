-- People are looked for by any part of a name or a phone: with the number of the request in the index PostgreSQL reads nothing else. SQLite's
-- indexes have it anyway.
--[postgres
DROP INDEX leads_by_name;
CREATE INDEX leads_by_name ON leads (name, id) WHERE name <> '';
DROP INDEX leads_by_phone;
CREATE INDEX leads_by_phone ON leads (phone, id);
--]

-- The plan that came with a request, as the server's core made it. Written only from here on, so a replica of the release before goes on
-- writing leads without it.
ALTER TABLE leads ADD COLUMN plan TEXT NOT NULL DEFAULT '';

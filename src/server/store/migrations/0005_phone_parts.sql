-- What was typed beside the number of a phone: the extension (digits), and a second number or words. Written only from here on, so a replica
-- of the release before goes on writing leads without them.
ALTER TABLE leads ADD COLUMN phone_extension TEXT NOT NULL DEFAULT '';
ALTER TABLE leads ADD COLUMN phone_note TEXT NOT NULL DEFAULT '';

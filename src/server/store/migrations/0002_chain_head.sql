-- The end of the chain of consent events, kept apart from it: a chain whose last rows were taken away still hashes, this row tells.
-- Triggers keep it, so that a replica of the release before keeps it too while the others are updated.
INSERT INTO meta (key, value)
  SELECT 'chain_head', CAST(seq AS TEXT) || ' ' || hash FROM consent_events ORDER BY seq DESC LIMIT 1;
--[sqlite
CREATE TRIGGER consent_events_head AFTER INSERT ON consent_events BEGIN
  INSERT INTO meta (key, value) VALUES ('chain_head', CAST(NEW.seq AS TEXT) || ' ' || NEW.hash)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value;
END;
--]
--[postgres
CREATE FUNCTION keep_chain_head() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO meta (key, value) VALUES ('chain_head', CAST(NEW.seq AS TEXT) || ' ' || NEW.hash)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value;
  RETURN NULL;
END $$;
CREATE TRIGGER consent_events_head AFTER INSERT ON consent_events FOR EACH ROW EXECUTE FUNCTION keep_chain_head();
--]

-- A look at many requests at once, and a file that was taken, are events of no request (lead_id 0): who saw what and when is found without
-- walking through all of them.
CREATE INDEX lead_events_looks ON lead_events (operator_id, at_ms) WHERE lead_id = 0;

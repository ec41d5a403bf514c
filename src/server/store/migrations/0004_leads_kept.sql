-- Requests that are not erased, in their order: what is too old is found without reading the rest, however many were erased long ago.
CREATE INDEX leads_kept ON leads (id, created_ms) WHERE erased_ms = 0;

-- The site's own funnel: on how many devices a step was taken on a day of the firm's. Totals only: no row is of anybody. Written only by a
-- server whose site counts, so a replica of the release before takes requests as it did.
CREATE TABLE site_steps (
  day TEXT NOT NULL CHECK (length(day) = 10),
  step TEXT NOT NULL CHECK (step IN ('page', 'calculator', 'crm', 'checklist', 'calls', 'plan', 'form', 'request')),
  devices {int} NOT NULL CHECK (devices > 0),
  PRIMARY KEY (day, step)
){strict};

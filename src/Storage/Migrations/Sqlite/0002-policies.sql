-- The version of the register at which a mark last changed, so that a change is read alone.
ALTER TABLE marks ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
CREATE INDEX marks_version ON marks (version);

ALTER TABLE sellers ADD COLUMN tier TEXT;

-- What the policy in shadow would have made of the finding.
ALTER TABLE findings ADD COLUMN shadow INTEGER;

CREATE TABLE policies (
  id INTEGER PRIMARY KEY, version TEXT NOT NULL UNIQUE, state TEXT NOT NULL CHECK (state IN ('draft', 'shadow', 'live', 'expired')),
  json TEXT NOT NULL, note TEXT NOT NULL, created_by TEXT NOT NULL, created_at TEXT NOT NULL,
  test TEXT, tested_at TEXT, changed_by TEXT, changed_at TEXT) STRICT;
CREATE UNIQUE INDEX policies_one_live ON policies (state) WHERE state = 'live';
CREATE UNIQUE INDEX policies_one_shadow ON policies (state) WHERE state = 'shadow';

-- How often each signal fired on a day (UTC) in new revisions; '' counts the screenings.
CREATE TABLE signal_days (
  day TEXT NOT NULL, signal TEXT NOT NULL, fired INTEGER NOT NULL, PRIMARY KEY (day, signal)) STRICT, WITHOUT ROWID;

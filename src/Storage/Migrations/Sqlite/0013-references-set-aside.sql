-- Which sellers each reference picture or logo met lately.
CREATE TABLE reference_meetings (
  mark_id INTEGER NOT NULL, reference TEXT NOT NULL, seller_id TEXT NOT NULL, met_at TEXT NOT NULL, PRIMARY KEY (mark_id, reference, seller_id)) STRICT, WITHOUT ROWID;
CREATE INDEX reference_meetings_met ON reference_meetings (met_at);

-- References that met so many that a person looks before they lead to a measure.
CREATE TABLE references_set_aside (
  mark_id INTEGER NOT NULL, reference TEXT NOT NULL, sellers INTEGER NOT NULL, set_aside_at TEXT NOT NULL,
  trusted_at TEXT, trusted_by TEXT, why TEXT, PRIMARY KEY (mark_id, reference)) STRICT, WITHOUT ROWID;

-- Which sellers each reference picture or logo met lately.
CREATE TABLE reference_meetings (
  mark_id BIGINT NOT NULL, reference TEXT COLLATE "C" NOT NULL, seller_id TEXT COLLATE "C" NOT NULL, met_at TEXT COLLATE "C" NOT NULL, PRIMARY KEY (mark_id, reference, seller_id));
CREATE INDEX reference_meetings_met ON reference_meetings (met_at);

-- References that met so many that a person looks before they lead to a measure.
CREATE TABLE references_set_aside (
  mark_id BIGINT NOT NULL, reference TEXT COLLATE "C" NOT NULL, sellers BIGINT NOT NULL, set_aside_at TEXT COLLATE "C" NOT NULL,
  trusted_at TEXT COLLATE "C", trusted_by TEXT COLLATE "C", why TEXT COLLATE "C", PRIMARY KEY (mark_id, reference));

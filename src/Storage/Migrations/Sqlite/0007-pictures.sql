-- Pictures of listings that are still to be fetched from their addresses.
CREATE TABLE picture_fetches (
  id INTEGER PRIMARY KEY, listing_id TEXT NOT NULL, place INTEGER NOT NULL, url TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, due_at TEXT NOT NULL, lease_until TEXT,
  UNIQUE (listing_id, place)) STRICT;
CREATE INDEX picture_fetches_due ON picture_fetches (due_at);

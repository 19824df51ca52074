-- Every picture a listing has shown, from when it was first seen there: who had a picture first is read off here.
CREATE TABLE picture_uses (
  id INTEGER PRIMARY KEY, listing_id TEXT NOT NULL, seller_id TEXT, pdq TEXT NOT NULL, sha256 TEXT, first_seen_at TEXT NOT NULL,
  UNIQUE (listing_id, pdq)) STRICT;
INSERT OR IGNORE INTO picture_uses (listing_id, seller_id, pdq, sha256, first_seen_at)
  SELECT l.id, l.seller_id, json_extract(p.value, '$.pdq'), json_extract(p.value, '$.sha256'), l.received_at
  FROM listings l, json_each(l.pictures) p WHERE json_extract(p.value, '$.pdq') IS NOT NULL AND json_extract(p.value, '$.quality') >= 50;

-- Rights that are no marks on the register: works, designs, patents, geographical indications.
CREATE TABLE rights (
  key TEXT PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, owner TEXT, json TEXT NOT NULL, updated_at TEXT NOT NULL) STRICT;
CREATE INDEX rights_name ON rights (name COLLATE NOCASE);

-- Deposits of own works: the manifest is what was hashed, stamped and put into the ledger, byte for byte.
CREATE TABLE deposits (
  id TEXT PRIMARY KEY, party_id TEXT NOT NULL REFERENCES parties (id), kind TEXT NOT NULL, title TEXT NOT NULL, manifest TEXT NOT NULL,
  sha256 TEXT NOT NULL, pictures TEXT NOT NULL, ledger_seq INTEGER NOT NULL, ledger_hash TEXT NOT NULL, deposited_at TEXT NOT NULL,
  stamp TEXT, stamped_at TEXT, stamp_tries INTEGER NOT NULL DEFAULT 0, stamp_due_at TEXT NOT NULL, stamp_error TEXT,
  searched_to INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX deposits_party ON deposits (party_id, id);
CREATE INDEX deposits_unstamped ON deposits (stamp_due_at) WHERE stamp IS NULL;

-- Where in the marketplace a deposited picture was found.
CREATE TABLE deposit_uses (
  deposit_id TEXT NOT NULL REFERENCES deposits (id), picture INTEGER NOT NULL, listing_id TEXT NOT NULL, seller_id TEXT, distance INTEGER NOT NULL,
  first_seen_at TEXT NOT NULL, PRIMARY KEY (deposit_id, picture, listing_id)) STRICT, WITHOUT ROWID;

-- Imports of register files that are under way or were cut short.
CREATE TABLE imports (sha256 TEXT PRIMARY KEY, records INTEGER NOT NULL) STRICT;

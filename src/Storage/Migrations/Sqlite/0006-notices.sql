-- Notices as they were sent, and the claims they make: one for each right, listing and theory.
CREATE TABLE notices (
  id TEXT PRIMARY KEY, notifier TEXT NOT NULL, party_id TEXT REFERENCES parties (id), reference TEXT, network TEXT, print TEXT, received_at TEXT NOT NULL, json TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX notices_reference ON notices (notifier, reference) WHERE reference IS NOT NULL;
CREATE INDEX notices_notifier ON notices (notifier, received_at);
CREATE INDEX notices_received ON notices (received_at);

-- due_at: the instant at which time alone may change the claim. rank: in the queue, lower first.
CREATE TABLE claims (
  id TEXT PRIMARY KEY, notice_id TEXT NOT NULL REFERENCES notices (id), notifier TEXT NOT NULL, right_key TEXT NOT NULL, listing_id TEXT NOT NULL, seller_id TEXT,
  theory TEXT NOT NULL, regime TEXT NOT NULL, state TEXT NOT NULL, needs_person INTEGER NOT NULL, rank INTEGER NOT NULL, due_at TEXT, received_at TEXT NOT NULL,
  ended TEXT, ended_at TEXT, strike_at TEXT, json TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX claims_live ON claims (right_key, listing_id, theory) WHERE state IN ('open', 'upheld');
CREATE INDEX claims_notice ON claims (notice_id);
CREATE INDEX claims_listing ON claims (listing_id);
CREATE INDEX claims_right ON claims (right_key, state);
CREATE INDEX claims_queue ON claims (needs_person, rank, id);
CREATE INDEX claims_due ON claims (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX claims_record ON claims (notifier, ended_at);
CREATE INDEX claims_notifier ON claims (notifier, received_at);
CREATE INDEX claims_strikes ON claims (seller_id, strike_at) WHERE strike_at IS NOT NULL;

-- Another notice of the same right, listing and theory joins the claim that is there.
CREATE TABLE claim_notices (claim_id TEXT NOT NULL REFERENCES claims (id), notice_id TEXT NOT NULL REFERENCES notices (id), PRIMARY KEY (claim_id, notice_id)) STRICT, WITHOUT ROWID;

-- Who decided in a claim never hears the complaint about it: the key says so, whatever a program does.
CREATE TABLE claim_people (claim_id TEXT NOT NULL REFERENCES claims (id), person TEXT NOT NULL, did TEXT NOT NULL, PRIMARY KEY (claim_id, person)) STRICT, WITHOUT ROWID;
CREATE TRIGGER claim_people_are_kept_update BEFORE UPDATE ON claim_people BEGIN SELECT RAISE(ABORT, 'who has spoken on a claim has spoken'); END;
CREATE TRIGGER claim_people_are_kept_delete BEFORE DELETE ON claim_people BEGIN SELECT RAISE(ABORT, 'who has spoken on a claim has spoken'); END;

CREATE TABLE measures (
  id TEXT PRIMARY KEY, claim_id TEXT REFERENCES claims (id), listing_id TEXT, seller_id TEXT, kind TEXT NOT NULL, since TEXT NOT NULL, until TEXT, ended_at TEXT,
  seq INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
CREATE INDEX measures_listing ON measures (listing_id, ended_at);
CREATE INDEX measures_seq ON measures (seq);

-- One statement of reasons for each measure; and its way to the EU's database.
CREATE TABLE statements (
  id TEXT PRIMARY KEY, claim_id TEXT REFERENCES claims (id), json TEXT NOT NULL, letter TEXT NOT NULL, made_at TEXT NOT NULL, personal TEXT NOT NULL,
  due_at TEXT, tries INTEGER NOT NULL DEFAULT 0, lease_until TEXT, sent_at TEXT, parked_at TEXT, error TEXT, uuid TEXT) STRICT;
CREATE INDEX statements_claim ON statements (claim_id);
CREATE INDEX statements_due ON statements (due_at) WHERE sent_at IS NULL AND parked_at IS NULL AND due_at IS NOT NULL;

-- What was before the eyes of a decider, by its hash.
CREATE TABLE snapshots (sha256 TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;

-- Papers of the sides: proofs, documents of courts.
CREATE TABLE claim_documents (
  claim_id TEXT NOT NULL REFERENCES claims (id), sha256 TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, side TEXT NOT NULL, added_at TEXT NOT NULL, PRIMARY KEY (claim_id, sha256)) STRICT, WITHOUT ROWID;

-- Listings and sellers of which the desk has decided that a right does not reach them.
CREATE TABLE allowed (
  right_key TEXT NOT NULL, listing_id TEXT, seller_id TEXT, why TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE INDEX allowed_right ON allowed (right_key);

-- What people have given or taken: trust, warnings, suspensions (Art. 22, 23 DSA).
CREATE TABLE standings (notifier TEXT PRIMARY KEY, is_trusted INTEGER NOT NULL DEFAULT 0, warned_at TEXT, suspended_until TEXT, json TEXT NOT NULL) STRICT;

-- Measures against an account follow from strikes, and from enough people.
CREATE TABLE seller_cases (
  id TEXT PRIMARY KEY, seller_id TEXT NOT NULL, state TEXT NOT NULL, due_at TEXT, json TEXT NOT NULL) STRICT;
CREATE INDEX seller_cases_seller ON seller_cases (seller_id, state);
CREATE INDEX seller_cases_due ON seller_cases (due_at) WHERE due_at IS NOT NULL;

ALTER TABLE sellers ADD COLUMN address TEXT;
ALTER TABLE sellers ADD COLUMN language TEXT;
CREATE INDEX listings_url ON listings (json_extract(json, '$.url'));

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO meta VALUES ('register_version', '0');

CREATE TABLE ledger (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
  payload TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE INDEX ledger_subject ON ledger (subject, seq);
CREATE TRIGGER ledger_is_append_only_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_is_append_only_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE sellers (
  id TEXT PRIMARY KEY, name TEXT, country TEXT, joined_at TEXT) STRICT;

CREATE TABLE marks (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, mark TEXT NOT NULL, owner TEXT, json TEXT NOT NULL,
  pictures TEXT NOT NULL, updated_at TEXT NOT NULL) STRICT;
CREATE INDEX marks_name ON marks (mark COLLATE NOCASE, id);

CREATE TABLE listings (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, content_hash TEXT NOT NULL,
  seller_id TEXT, title TEXT NOT NULL, json TEXT NOT NULL, pictures TEXT NOT NULL, received_at TEXT NOT NULL,
  disposition INTEGER NOT NULL, score INTEGER NOT NULL, register_version INTEGER NOT NULL, ledger_seq INTEGER NOT NULL) STRICT;
CREATE INDEX listings_seller ON listings (seller_id, row);
CREATE INDEX listings_disposition ON listings (disposition, row);

CREATE TABLE findings (
  id INTEGER PRIMARY KEY, listing_id TEXT NOT NULL, revision INTEGER NOT NULL, mark_id INTEGER, mark TEXT,
  score INTEGER NOT NULL, disposition INTEGER NOT NULL, signals TEXT NOT NULL, ledger_seq INTEGER NOT NULL,
  found_at TEXT NOT NULL, judgement TEXT, judged_by TEXT, judged_at TEXT, reason TEXT) STRICT;
CREATE INDEX findings_listing ON findings (listing_id);
CREATE INDEX findings_queue ON findings (judgement, disposition DESC, score DESC, id DESC);
CREATE INDEX findings_mark ON findings (mark_id, id);

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, version INTEGER NOT NULL, cursor INTEGER NOT NULL, done INTEGER NOT NULL,
  total INTEGER NOT NULL, lease_until TEXT, started_at TEXT NOT NULL, finished_at TEXT) STRICT;

CREATE TABLE accounts (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, password_hash TEXT NOT NULL, role TEXT NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0, locked_until TEXT, stamp TEXT NOT NULL, created_at TEXT NOT NULL) STRICT;

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, prefix TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, scopes TEXT NOT NULL,
  created_at TEXT NOT NULL, revoked_at TEXT) STRICT;

CREATE TABLE webhooks (
  id TEXT PRIMARY KEY, url TEXT NOT NULL, secret TEXT NOT NULL, created_at TEXT NOT NULL, removed_at TEXT) STRICT;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY, webhook_id TEXT NOT NULL REFERENCES webhooks (id), event_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
  payload TEXT NOT NULL, due_at TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, lease_until TEXT, sent_at TEXT,
  parked_at TEXT, error TEXT) STRICT;
CREATE INDEX outbox_due ON outbox (sent_at, parked_at, due_at);

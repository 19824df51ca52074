-- Who enrols rights. An account or a key that has a party sees what is its party's, and nothing else.
CREATE TABLE parties (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, country TEXT, address TEXT NOT NULL COLLATE NOCASE UNIQUE, domain TEXT NOT NULL,
  confirmed_at TEXT, frozen_at TEXT, created_at TEXT NOT NULL) STRICT;
ALTER TABLE accounts ADD COLUMN party_id TEXT REFERENCES parties (id);
ALTER TABLE api_keys ADD COLUMN party_id TEXT REFERENCES parties (id);

-- due_at: the instant at which time alone may change the case.
CREATE TABLE enrolments (
  id TEXT PRIMARY KEY, right_key TEXT NOT NULL, party_id TEXT NOT NULL REFERENCES parties (id), role TEXT NOT NULL, state TEXT NOT NULL,
  needs_person INTEGER NOT NULL, due_at TEXT, submitted_at TEXT NOT NULL, json TEXT NOT NULL) STRICT;
CREATE INDEX enrolments_right ON enrolments (right_key, state);
CREATE INDEX enrolments_party ON enrolments (party_id, id);
CREATE INDEX enrolments_queue ON enrolments (state, needs_person, id);
CREATE INDEX enrolments_due ON enrolments (due_at) WHERE due_at IS NOT NULL;

-- Correspondents as registers named them, from when to when they were seen.
CREATE TABLE contacts (
  id INTEGER PRIMARY KEY, right_key TEXT NOT NULL, address TEXT NOT NULL COLLATE NOCASE, since TEXT NOT NULL, until TEXT) STRICT;
CREATE INDEX contacts_right ON contacts (right_key, until);

CREATE TABLE codes (
  id TEXT PRIMARY KEY, enrolment_id TEXT NOT NULL REFERENCES enrolments (id), target TEXT NOT NULL COLLATE NOCASE, hash TEXT NOT NULL,
  sent_at TEXT NOT NULL, tries INTEGER NOT NULL, used_at TEXT) STRICT;
CREATE INDEX codes_target ON codes (target, sent_at);
CREATE INDEX codes_enrolment ON codes (enrolment_id, sent_at);

-- Links sent by mail, by the hash of what is in them.
CREATE TABLE links (
  hash TEXT PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, expires_at TEXT NOT NULL, used_at TEXT) STRICT;

CREATE TABLE documents (
  id TEXT PRIMARY KEY, enrolment_id TEXT NOT NULL REFERENCES enrolments (id), name TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
  added_at TEXT NOT NULL) STRICT;
CREATE INDEX documents_enrolment ON documents (enrolment_id);

CREATE TABLE sanctions (
  name TEXT PRIMARY KEY COLLATE NOCASE, reason TEXT NOT NULL, source TEXT NOT NULL, added_at TEXT NOT NULL) STRICT;

-- Mail: the words as they are sent; message is what went out, byte for byte but for what must stay secret.
CREATE TABLE mails (
  id INTEGER PRIMARY KEY, recipient TEXT NOT NULL, kind TEXT NOT NULL, subject_id TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
  secret TEXT, message_id TEXT NOT NULL UNIQUE, message TEXT, sha256 TEXT, due_at TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
  lease_until TEXT, sent_at TEXT, parked_at TEXT, error TEXT, created_at TEXT NOT NULL) STRICT;
CREATE INDEX mails_due ON mails (due_at) WHERE sent_at IS NULL AND parked_at IS NULL;
CREATE INDEX mails_subject ON mails (subject_id, id);
CREATE INDEX mails_recipient ON mails (recipient, created_at);

CREATE INDEX marks_owner ON marks (owner COLLATE NOCASE);

-- Days on which a mark changes by itself: a permission begins or has ended, its term is over.
CREATE TABLE turning_days (day TEXT NOT NULL, right_key TEXT NOT NULL, PRIMARY KEY (day, right_key)) STRICT, WITHOUT ROWID;

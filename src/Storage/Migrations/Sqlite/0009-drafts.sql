-- Notices that are being written, and templates of a party. Who has no account comes back by the secret in id.
CREATE TABLE notice_drafts (
  id TEXT PRIMARY KEY, party_id TEXT REFERENCES parties (id), is_template INTEGER NOT NULL, name TEXT NOT NULL, json TEXT NOT NULL, updated_at TEXT NOT NULL) STRICT;
CREATE INDEX notice_drafts_party ON notice_drafts (party_id, updated_at);
CREATE INDEX notice_drafts_updated ON notice_drafts (updated_at);

-- Searches that a person keeps under a name.
CREATE TABLE saved_searches (
  id TEXT PRIMARY KEY, account TEXT NOT NULL, page TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, created_at TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX saved_searches_name ON saved_searches (account, page, name);

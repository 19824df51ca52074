-- Notices that are being written, and templates of a party. Who has no account comes back by the secret in id.
CREATE TABLE notice_drafts (
  id TEXT COLLATE "C" PRIMARY KEY, party_id TEXT COLLATE "C" REFERENCES parties (id), is_template BIGINT NOT NULL, name TEXT COLLATE "C" NOT NULL, json TEXT COLLATE "C" NOT NULL, updated_at TEXT COLLATE "C" NOT NULL);
CREATE INDEX notice_drafts_party ON notice_drafts (party_id, updated_at);
CREATE INDEX notice_drafts_updated ON notice_drafts (updated_at);

-- Searches that a person keeps under a name.
CREATE TABLE saved_searches (
  id TEXT COLLATE "C" PRIMARY KEY, account TEXT COLLATE "C" NOT NULL, page TEXT COLLATE "C" NOT NULL, name TEXT COLLATE "C" NOT NULL, query TEXT COLLATE "C" NOT NULL, created_at TEXT COLLATE "C" NOT NULL);
CREATE UNIQUE INDEX saved_searches_name ON saved_searches (account, page, name);

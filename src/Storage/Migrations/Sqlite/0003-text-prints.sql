-- Prints of the descriptions of listings in which a mark was found; place is the ledger entry, so that the earliest comes first.
CREATE TABLE text_prints (
  print INTEGER NOT NULL, place INTEGER NOT NULL, listing_id TEXT NOT NULL, seller_id TEXT NOT NULL,
  PRIMARY KEY (print, place)) STRICT, WITHOUT ROWID;
CREATE INDEX text_prints_listing ON text_prints (listing_id);

-- A notice may name a listing by its address.
ALTER TABLE listings ADD COLUMN url TEXT COLLATE "C";
CREATE INDEX listings_url ON listings (url);

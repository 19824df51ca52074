-- A notice may name a listing by its address.
DROP INDEX listings_url;
ALTER TABLE listings ADD COLUMN url TEXT;
UPDATE listings SET url = json_extract(json, '$.url');
CREATE INDEX listings_url ON listings (url);

-- What a picture looks like as a whole, so that a search finds more than its hash does; nothing for those kept before.
ALTER TABLE picture_uses ADD COLUMN look TEXT COLLATE "C";

-- Pictures that may be used for goods of a mark although they are copies of its reference pictures: licensed, or judged so.
ALTER TABLE marks ADD COLUMN permitted TEXT COLLATE "C" NOT NULL DEFAULT '[]';
CREATE INDEX marks_permitted ON marks (id) WHERE permitted <> '[]';

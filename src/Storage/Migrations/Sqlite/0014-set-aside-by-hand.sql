-- A person sets a reference aside too: one on trial, or in doubt. Who, and why; nothing where it met too many sellers.
ALTER TABLE references_set_aside ADD COLUMN set_aside_by TEXT;
ALTER TABLE references_set_aside ADD COLUMN doubt TEXT;

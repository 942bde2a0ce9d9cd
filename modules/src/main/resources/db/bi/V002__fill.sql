-- Cells of hours up to this one have what the shape says; null: all cells have.
ALTER TABLE bi.shape ADD COLUMN filled_to timestamptz DEFAULT 'epoch';

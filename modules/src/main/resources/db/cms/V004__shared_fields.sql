-- A version of an entry that changes no fields has none of its own: it shares those of the newest version before it that
-- has. Gateways from before store them with every version, and cannot restore one that shares.
ALTER TABLE cms.entry_revision ALTER COLUMN fields DROP NOT NULL;

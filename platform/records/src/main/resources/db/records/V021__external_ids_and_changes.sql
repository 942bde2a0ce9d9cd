-- Names that other systems have for records, lists of changes, and what is left of deleted records.

-- What is left of a deleted record, for 30 days.
CREATE TABLE records.tombstone (
    workspace_id    uuid        NOT NULL,
    kind            text        NOT NULL,
    id              uuid        NOT NULL,
    external_source text,
    external_id     text,
    deleted_at      timestamptz NOT NULL DEFAULT now(),
    changed_xid     xid8        NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (workspace_id, kind, id)
);
CREATE INDEX tombstone_changed ON records.tombstone (workspace_id, kind, changed_xid, id);
CREATE INDEX tombstone_age ON records.tombstone (deleted_at);
CALL records.walled('records.tombstone', 'SELECT, INSERT');
CREATE POLICY every_workspace ON records.tombstone TO tollgate_sealer USING (true);
GRANT SELECT, DELETE ON records.tombstone TO tollgate_sealer;

-- The oldest transaction that was open in a minute: every change after that minute has its number or a greater one.
CREATE TABLE records.minute (
    at  timestamptz PRIMARY KEY,
    xid xid8        NOT NULL
);
GRANT SELECT ON records.minute TO tollgate_app;
GRANT SELECT, INSERT, DELETE ON records.minute TO tollgate_sealer;

CREATE FUNCTION records.number_change() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_xid := pg_current_xact_id();
    RETURN NEW;
END $$;

CREATE FUNCTION records.keep_tombstones() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO records.tombstone (workspace_id, kind, id, external_source, external_id)
    SELECT workspace_id, TG_ARGV[0], id, external_source, external_id FROM gone;
    RETURN NULL;
END $$;

-- Gives a table external IDs and the number of the transaction that changed a record last, in whose order changes are
-- listed. A list ends before the oldest transaction that is open: what that one, or a later one, writes has a greater
-- number than all that was listed. Rows there are get the number of this transaction.
--
-- It reads no rows, so its lock is short in a migration of its own. The migration after it calls records.synced_indexes.
CREATE PROCEDURE records.synced(of_table regclass)
    LANGUAGE plpgsql AS $$
DECLARE
    own_schema name;
    own_name   name;
BEGIN
    SELECT n.nspname, c.relname INTO own_schema, own_name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = of_table;
    EXECUTE format('ALTER TABLE %s ADD COLUMN external_source text, ADD COLUMN external_id text,'
            ' ADD COLUMN changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),'
            ' ADD CONSTRAINT %I CHECK ((external_source IS NULL) = (external_id IS NULL)) NOT VALID',
        of_table, own_name || '_external');
    EXECUTE format('CREATE TRIGGER number_change BEFORE UPDATE ON %s'
            ' FOR EACH ROW EXECUTE FUNCTION records.number_change()', of_table);
    EXECUTE format('CREATE TRIGGER keep_tombstones AFTER DELETE ON %s REFERENCING OLD TABLE AS gone'
            ' FOR EACH STATEMENT EXECUTE FUNCTION records.keep_tombstones(%L)',
        of_table, own_schema || '.' || own_name);
END $$;

-- The indexes of external IDs, unique in a workspace, and of changes. The table can be read meanwhile, not written.
CREATE PROCEDURE records.synced_indexes(of_table regclass)
    LANGUAGE plpgsql AS $$
DECLARE
    own_name CONSTANT name := (SELECT relname FROM pg_class WHERE oid = of_table);
BEGIN
    EXECUTE format('CREATE UNIQUE INDEX %I ON %s (workspace_id, external_source, external_id)'
            ' WHERE external_source IS NOT NULL', own_name || '_external_key', of_table);
    EXECUTE format('CREATE INDEX %I ON %s (workspace_id, external_source, id)'
            ' WHERE external_source IS NOT NULL', own_name || '_external_source', of_table);
    EXECUTE format('CREATE INDEX %I ON %s (workspace_id, changed_xid, id)', own_name || '_changed', of_table);
    EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', of_table, own_name || '_external');
END $$;
REVOKE EXECUTE ON PROCEDURE records.synced, records.synced_indexes FROM PUBLIC;

-- Whether the answer was a record that existed before its create.
ALTER TABLE idempotency.answer ADD COLUMN existed boolean NOT NULL DEFAULT false;

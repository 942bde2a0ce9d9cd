-- Bytes that an asset stores, from when it is available until it is deleted, by the id of the asset. A row that ends
-- within a recorded day is removed with the record of that day.
CREATE TABLE assets.stored (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL,
    bytes        bigint      NOT NULL CHECK (bytes > 0),
    stored_from  timestamptz NOT NULL,
    stored_until timestamptz,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT stored_in_order CHECK (stored_until >= stored_from)
);
CALL records.walled('assets.stored');

-- One row per UTC day in which bytes were stored. Its id is that of the usage event, made of workspace and day.
CREATE TABLE assets.storage_day (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL,
    day          date        NOT NULL,
    byte_days    bigint      NOT NULL CHECK (byte_days >= 0),
    outcome      text        NOT NULL CHECK (outcome IN ('charged', 'written_off')),
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT storage_day_once UNIQUE (workspace_id, day)
);
CALL records.walled('assets.storage_day', 'SELECT, INSERT');

-- Uploads in parts that are to be aborted, by the blob that they would have become. A job each deletes blob and upload.
CREATE TABLE assets.ended_upload (
    workspace_id uuid NOT NULL,
    id           uuid NOT NULL,
    token        text NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CALL records.walled('assets.ended_upload', 'SELECT, INSERT, DELETE');

-- How far the search for blobs without a row has come in the list of the store, and which mark the store must have
-- for it: the id of this installation. Without marked the first search writes it.
CREATE TABLE assets.sweep (
    one          boolean PRIMARY KEY DEFAULT true CHECK (one),
    position     text,
    installation uuid    NOT NULL DEFAULT gen_random_uuid(),
    marked       boolean NOT NULL DEFAULT false
);
INSERT INTO assets.sweep DEFAULT VALUES;
ALTER TABLE assets.sweep ENABLE ROW LEVEL SECURITY;
CREATE POLICY installation ON assets.sweep TO tollgate_app
    USING ((SELECT runtime.whole_installation())) WITH CHECK ((SELECT runtime.whole_installation()));
GRANT SELECT, UPDATE ON assets.sweep TO tollgate_app;

-- Numbers, from 1, of those that no row of any workspace refers to: blobs, or uploads where there is a token.
CREATE FUNCTION assets.without_row(workspaces uuid[], blobs uuid[], tokens text[]) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT u.number FROM unnest(workspaces, blobs, tokens) WITH ORDINALITY AS u (workspace, blob, token, number)
     WHERE NOT EXISTS (
           SELECT FROM assets.file f
            WHERE f.workspace_id = u.workspace AND f.parts_blob = u.blob
              AND (u.token IS NULL OR u.token = f.upload_token))
       AND NOT (u.token IS NULL AND EXISTS (
           SELECT FROM assets.file f WHERE f.workspace_id = u.workspace AND f.stored_blob = u.blob))
$$;
REVOKE EXECUTE ON FUNCTION assets.without_row FROM PUBLIC;
GRANT EXECUTE ON FUNCTION assets.without_row TO tollgate_app;

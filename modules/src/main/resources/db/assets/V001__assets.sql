CREATE TABLE assets.asset (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    asset_type    text        NOT NULL CHECK (asset_type IN ('image', 'video', 'audio', 'document', 'other')),
    name          text        NOT NULL,
    file_name     text        NOT NULL,
    mime_type     text        NOT NULL,
    byte_size     bigint      NOT NULL CHECK (byte_size > 0),
    sha256        text,
    related_type  text,
    related_id    text,
    status        text        NOT NULL CHECK (status IN ('upload_pending', 'available', 'archived')),
    available_at  timestamptz,
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL CHECK (version > 0),
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT asset_available CHECK (status = 'upload_pending' OR (available_at IS NOT NULL AND sha256 IS NOT NULL))
);
CREATE INDEX asset_name ON assets.asset (workspace_id, name, id);
CREATE INDEX asset_type ON assets.asset (workspace_id, asset_type, id);
CREATE INDEX asset_mime ON assets.asset (workspace_id, mime_type, id);
CREATE INDEX asset_status ON assets.asset (workspace_id, status, id);
CREATE INDEX asset_related_type ON assets.asset (workspace_id, related_type, id) WHERE related_type IS NOT NULL;
CREATE INDEX asset_related_id ON assets.asset (workspace_id, related_id, id) WHERE related_id IS NOT NULL;
CALL records.walled('assets.asset');
CALL records.synced('assets.asset');
CALL records.synced_indexes('assets.asset');
CALL records.searchable('assets.asset', ARRAY['name'],
    ARRAY['asset_type', 'mime_type', 'status', 'related_type', 'related_id']);

-- The bytes of an asset, with the id of the asset: first those of its upload, then those that are stored.
--
-- upload_id is in the URL of its uploads. parts_blob is the blob that parts are written to, a new one each time parts
-- begin; upload_token its upload in the store, with a tag per part that is done and the digest of all bytes so far.
-- stored_blob is the newest whole upload, or the stored bytes of an asset. infected is what the scan has found in any of
-- them.
CREATE TABLE assets.file (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL,
    upload_id    uuid        NOT NULL,
    parts_blob   uuid,
    upload_token text,
    part_tags    text[]      NOT NULL DEFAULT '{}',
    digest_state bytea,
    stored_blob  uuid,
    sha256       text,
    infected     text,
    lease        uuid,
    leased_until timestamptz,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT file_of FOREIGN KEY (workspace_id, id) REFERENCES assets.asset (workspace_id, id),
    CONSTRAINT file_in_parts CHECK ((parts_blob IS NULL) = (upload_token IS NULL)),
    CONSTRAINT file_stored CHECK ((stored_blob IS NULL) = (sha256 IS NULL)),
    CONSTRAINT file_leased CHECK ((lease IS NULL) = (leased_until IS NULL))
);
CREATE INDEX file_parts_blob ON assets.file (parts_blob) WHERE parts_blob IS NOT NULL;
CREATE INDEX file_stored_blob ON assets.file (stored_blob) WHERE stored_blob IS NOT NULL;
CALL records.walled('assets.file');

-- What a workspace has, for its limits. Kept by a trigger, so it is right whatever makes or deletes an asset.
CREATE TABLE assets.total (
    workspace_id uuid   NOT NULL,
    id           uuid   NOT NULL,
    pending      bigint NOT NULL,
    bytes        bigint NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CALL records.walled('assets.total', 'SELECT, INSERT, UPDATE');

CREATE FUNCTION assets.count_asset() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    workspace   uuid   := CASE WHEN TG_OP = 'DELETE' THEN OLD.workspace_id ELSE NEW.workspace_id END;
    more_bytes  bigint := 0;
    more_pending bigint := 0;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        more_bytes := more_bytes - OLD.byte_size;
        more_pending := more_pending - (OLD.status = 'upload_pending')::int;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        more_bytes := more_bytes + NEW.byte_size;
        more_pending := more_pending + (NEW.status = 'upload_pending')::int;
    END IF;
    INSERT INTO assets.total AS t (workspace_id, id, pending, bytes)
    VALUES (workspace, workspace, more_pending, more_bytes)
    ON CONFLICT (workspace_id, id) DO UPDATE
       SET pending = t.pending + excluded.pending, bytes = t.bytes + excluded.bytes;
    RETURN NULL;
END $$;

CREATE TRIGGER asset_made_or_deleted AFTER INSERT OR DELETE ON assets.asset
    FOR EACH ROW EXECUTE FUNCTION assets.count_asset();
CREATE TRIGGER asset_changed AFTER UPDATE ON assets.asset
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.byte_size <> NEW.byte_size)
    EXECUTE FUNCTION assets.count_asset();

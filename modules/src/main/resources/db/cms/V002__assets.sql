ALTER TABLE cms.post ADD COLUMN asset_ids jsonb NOT NULL DEFAULT '[]';
ALTER TABLE cms.post ALTER COLUMN asset_ids DROP DEFAULT;

-- Assets that posts and entries refer to: those of entries by the newest version and by what is live. The module of
-- assets looks here before it deletes one.
CREATE TABLE cms.asset_ref (
    workspace_id uuid    NOT NULL,
    id           uuid    NOT NULL DEFAULT gen_random_uuid(),
    asset_id     uuid    NOT NULL,
    post_id      uuid,
    entry_id     uuid,
    live         boolean NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT asset_ref_of_one CHECK (num_nonnulls(post_id, entry_id) = 1),
    CONSTRAINT asset_ref_of_post FOREIGN KEY (workspace_id, post_id) REFERENCES cms.post (workspace_id, id)
        ON DELETE CASCADE,
    CONSTRAINT asset_ref_of_entry FOREIGN KEY (workspace_id, entry_id) REFERENCES cms.entry (workspace_id, id)
        ON DELETE CASCADE
);
CREATE INDEX asset_ref_asset ON cms.asset_ref (workspace_id, asset_id);
CREATE INDEX asset_ref_post ON cms.asset_ref (workspace_id, post_id) WHERE post_id IS NOT NULL;
CREATE INDEX asset_ref_entry ON cms.asset_ref (workspace_id, entry_id, live) WHERE entry_id IS NOT NULL;
CALL records.walled('cms.asset_ref', 'SELECT, INSERT, DELETE');

-- A slug belongs to one workspace of a tenant, until that can no longer be restored. The column itself never changes.
ALTER TABLE control.workspace ADD COLUMN slug_held boolean NOT NULL DEFAULT true;
CREATE UNIQUE INDEX workspace_slug_held ON control.workspace (tenant_id, slug) WHERE slug_held;
ALTER TABLE control.workspace DROP CONSTRAINT workspace_slug_key;

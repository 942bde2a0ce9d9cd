-- A name is unique in a workspace, in any case. Of equal ones the oldest keeps it; others get the end of their id.
UPDATE crm.deal_stage s
   SET name = left(s.name, 80) || ' ' || right(s.id::text, 12), version = s.version + 1, updated_at = now()
  FROM (SELECT workspace_id, id, row_number() OVER (PARTITION BY workspace_id, lower(name) ORDER BY id) AS nth
          FROM crm.deal_stage) equal
 WHERE equal.workspace_id = s.workspace_id AND equal.id = s.id AND equal.nth > 1;
-- One expression: an index that begins with the workspace could take the place of the key in a plan made for an empty table.
CREATE UNIQUE INDEX deal_stage_unique_name ON crm.deal_stage ((workspace_id::text || lower(name)));

ALTER TABLE crm.deal_stage ADD COLUMN active boolean NOT NULL DEFAULT true;

-- Deals and stages are found by the names that people give them.
CREATE INDEX deal_title ON crm.deal (workspace_id, title, id);
CREATE INDEX deal_stage_name ON crm.deal_stage (workspace_id, name, id);

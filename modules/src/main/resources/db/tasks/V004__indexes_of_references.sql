CREATE INDEX task_contact ON tasks.task (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX task_company ON tasks.task (workspace_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX task_deal ON tasks.task (workspace_id, deal_id, id) WHERE deal_id IS NOT NULL;
CALL records.searchable('tasks.task',
    ARRAY['title', 'description'],
    ARRAY['status', 'assignee', 'contact_id', 'company_id', 'deal_id', 'related_type', 'related_id']);

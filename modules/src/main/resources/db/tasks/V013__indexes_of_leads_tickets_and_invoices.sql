CREATE INDEX task_lead ON tasks.task (workspace_id, lead_id, id) WHERE lead_id IS NOT NULL;
CREATE INDEX task_ticket ON tasks.task (workspace_id, ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX task_invoice ON tasks.task (workspace_id, invoice_id, id) WHERE invoice_id IS NOT NULL;
CALL records.searchable('tasks.task',
    ARRAY['title', 'description'],
    ARRAY['status', 'assignee', 'contact_id', 'company_id', 'deal_id', 'lead_id', 'ticket_id', 'invoice_id', 'related_type', 'related_id']);

-- By the beginnings of words, and with the workspace in front: the indexes are made anew.
CALL records.searchable('crm.company',
    ARRAY['name', 'domain', 'industry', 'phone', 'description', 'owner'],
    ARRAY['name', 'domain', 'industry', 'owner']);
CALL records.searchable('crm.contact',
    ARRAY['name', 'email', 'phone', 'job_title', 'owner'],
    ARRAY['name', 'email', 'phone', 'company_id', 'owner']);
CALL records.searchable('crm.deal',
    ARRAY['title', 'close_reason', 'owner'],
    ARRAY['stage_id', 'status', 'contact_id', 'company_id', 'currency', 'owner']);
CALL records.searchable('crm.note', ARRAY['body'], ARRAY['contact_id', 'company_id', 'deal_id']);

-- External IDs and lists of changes.
CALL records.synced('crm.company');
CALL records.synced('crm.contact');
CALL records.synced('crm.deal_stage');
CALL records.synced('crm.deal');
CALL records.synced('crm.note');

CALL records.synced_indexes('crm.note');

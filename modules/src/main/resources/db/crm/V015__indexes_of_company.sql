CALL records.synced_indexes('crm.company');

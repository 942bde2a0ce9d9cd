CALL records.synced_indexes('crm.deal');

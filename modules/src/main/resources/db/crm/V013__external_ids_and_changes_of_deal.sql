CALL records.synced('crm.deal');

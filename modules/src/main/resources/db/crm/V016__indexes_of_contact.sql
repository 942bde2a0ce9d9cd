CALL records.synced_indexes('crm.contact');

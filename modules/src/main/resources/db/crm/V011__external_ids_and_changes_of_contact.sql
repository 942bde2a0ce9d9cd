CALL records.synced('crm.contact');

CALL records.synced('crm.note');

CALL records.synced('crm.deal_stage');

CALL records.synced('activity.activity');

CALL records.synced_indexes('activity.activity');

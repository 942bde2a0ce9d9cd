CALL records.synced_indexes('tasks.task');

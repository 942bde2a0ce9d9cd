CALL records.synced('tasks.task');

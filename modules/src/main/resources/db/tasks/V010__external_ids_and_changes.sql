-- External IDs and lists of changes.
CALL records.synced('tasks.task');

-- By the beginnings of words, and with the workspace in front: the indexes are made anew.
CALL records.searchable('tasks.task',
    ARRAY['title', 'description'],
    ARRAY['status', 'assignee', 'related_type', 'related_id']);

-- By the beginnings of words, and with the workspace in front: the indexes are made anew.
CALL records.searchable('activity.activity',
    ARRAY['summary', 'body'],
    ARRAY['type', 'related_type', 'related_id']);

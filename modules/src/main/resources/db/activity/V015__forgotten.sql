-- Deleted records of which timelines still have entries, until a job has removed them in steps.
CREATE TABLE activity.forgotten (
    workspace_id  uuid        NOT NULL,
    resource_type text        NOT NULL,
    resource_id   text        NOT NULL,
    record_id     uuid,
    PRIMARY KEY (workspace_id, resource_type, resource_id)
);
CALL records.walled('activity.forgotten');

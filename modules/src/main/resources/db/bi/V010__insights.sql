-- Datasets: stored queries whose rows are computed by runs. modules: those whose records the query names, and which each
-- reader must be allowed to read.
CREATE TABLE bi.dataset (
    workspace_id    uuid        NOT NULL,
    id              uuid        NOT NULL,
    name            text        NOT NULL,
    query           json        NOT NULL,
    modules         text[]      NOT NULL,
    status          text        NOT NULL CHECK (status IN ('empty', 'refreshing', 'ready', 'failed')),
    columns         jsonb       NOT NULL,
    rows            bigint,
    bytes           bigint,
    refreshed_at    timestamptz,
    current_run_id  uuid,
    sample          json CHECK (sample IS NULL),
    runs_as         text        NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint      NOT NULL CHECK (version > 0),
    source          text        NOT NULL,
    last_actor      text        NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX dataset_unique_name ON bi.dataset (workspace_id, name) WHERE name IS NOT NULL;
CREATE INDEX dataset_name ON bi.dataset (workspace_id, name, id);
CREATE INDEX dataset_status ON bi.dataset (workspace_id, status, id);
CALL records.walled('bi.dataset', 'SELECT, INSERT, UPDATE, DELETE');
CALL records.synced('bi.dataset');
CALL records.synced_indexes('bi.dataset');

CREATE TABLE bi.refresh_run (
    workspace_id    uuid        NOT NULL,
    id              uuid        NOT NULL,
    dataset_id      uuid        NOT NULL,
    trigger         text        NOT NULL CHECK (trigger IN ('manual', 'schedule')),
    schedule_id     uuid,
    status          text        NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'skipped')),
    scheduled_for   timestamptz,
    attempt         integer     NOT NULL,
    rows            bigint,
    error           text,
    modules         text[]      NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint      NOT NULL CHECK (version > 0),
    source          text        NOT NULL,
    last_actor      text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT refresh_run_of FOREIGN KEY (workspace_id, dataset_id) REFERENCES bi.dataset (workspace_id, id)
        ON DELETE CASCADE
);
-- A dataset has one run that is not done, and a schedule one for each time.
CREATE UNIQUE INDEX refresh_run_open ON bi.refresh_run (workspace_id, dataset_id) WHERE status IN ('queued', 'running');
CREATE UNIQUE INDEX refresh_run_once ON bi.refresh_run (workspace_id, schedule_id, scheduled_for)
    WHERE schedule_id IS NOT NULL;
CREATE INDEX refresh_run_dataset ON bi.refresh_run (workspace_id, dataset_id, id);
CREATE INDEX refresh_run_trigger ON bi.refresh_run (workspace_id, trigger, id);
CREATE INDEX refresh_run_status ON bi.refresh_run (workspace_id, status, id);
CALL records.walled('bi.refresh_run', 'SELECT, INSERT, UPDATE, DELETE');
CALL records.synced('bi.refresh_run');
CALL records.synced_indexes('bi.refresh_run');

-- Rows of a run, in pages: lists of values in the order of the dataset's columns.
CREATE TABLE bi.result (
    workspace_id uuid    NOT NULL,
    run_id       uuid    NOT NULL,
    page         integer NOT NULL,
    dataset_id   uuid    NOT NULL,
    rows         jsonb   NOT NULL,
    PRIMARY KEY (workspace_id, run_id, page),
    CONSTRAINT result_of FOREIGN KEY (workspace_id, dataset_id) REFERENCES bi.dataset (workspace_id, id)
        ON DELETE CASCADE
);
CREATE INDEX result_dataset ON bi.result (workspace_id, dataset_id);
CALL records.walled('bi.result', 'SELECT, INSERT, DELETE');

CREATE TABLE bi.insight_view (
    workspace_id    uuid        NOT NULL,
    id              uuid        NOT NULL,
    name            text        NOT NULL,
    query           json,
    dataset_id      uuid,
    chart           text        NOT NULL CHECK (chart IN ('line', 'bar', 'area', 'number', 'table', 'funnel', 'retention')),
    modules         text[]      NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint      NOT NULL CHECK (version > 0),
    source          text        NOT NULL,
    last_actor      text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT insight_view_of FOREIGN KEY (workspace_id, dataset_id) REFERENCES bi.dataset (workspace_id, id),
    CHECK ((query IS NULL) <> (dataset_id IS NULL))
);
CREATE UNIQUE INDEX insight_view_unique_name ON bi.insight_view (workspace_id, name) WHERE name IS NOT NULL;
CREATE INDEX insight_view_name ON bi.insight_view (workspace_id, name, id);
CREATE INDEX insight_view_dataset ON bi.insight_view (workspace_id, dataset_id, id);
CALL records.walled('bi.insight_view', 'SELECT, INSERT, UPDATE, DELETE');
CALL records.synced('bi.insight_view');
CALL records.synced_indexes('bi.insight_view');

CREATE TABLE bi.schedule (
    workspace_id    uuid        NOT NULL,
    id              uuid        NOT NULL,
    name            text,
    dataset_id      uuid        NOT NULL,
    cron            text        NOT NULL,
    time_zone       text        NOT NULL,
    active          boolean     NOT NULL,
    next_run_at     timestamptz,
    failures        integer     NOT NULL,
    modules         text[]      NOT NULL,
    runs_as         text        NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint      NOT NULL CHECK (version > 0),
    source          text        NOT NULL,
    last_actor      text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT schedule_of FOREIGN KEY (workspace_id, dataset_id) REFERENCES bi.dataset (workspace_id, id),
    CHECK ((next_run_at IS NOT NULL) = active)
);
CREATE INDEX schedule_dataset ON bi.schedule (workspace_id, dataset_id, id);
CREATE INDEX schedule_active ON bi.schedule (workspace_id, active, id);
CALL records.walled('bi.schedule', 'SELECT, INSERT, UPDATE, DELETE');
CALL records.synced('bi.schedule');
CALL records.synced_indexes('bi.schedule');

CREATE TABLE analytics.tracking_plan (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    name          text        NOT NULL,
    description   text,
    owner         text,
    enforcement   text        NOT NULL CHECK (enforcement IN ('observe', 'quarantine', 'block')),
    unplanned     text        NOT NULL CHECK (unplanned IN ('accept', 'quarantine', 'block')),
    is_default    boolean     NOT NULL,
    time_zone     text        NOT NULL,
    status        text        NOT NULL CHECK (status IN ('active', 'archived')),
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL CHECK (version > 0),
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT tracking_plan_default CHECK (NOT is_default OR status = 'active')
);
CREATE UNIQUE INDEX tracking_plan_unique_name ON analytics.tracking_plan (workspace_id, name) WHERE name IS NOT NULL;
CREATE UNIQUE INDEX tracking_plan_unique_is_default ON analytics.tracking_plan (workspace_id) WHERE is_default;
CREATE INDEX tracking_plan_name ON analytics.tracking_plan (workspace_id, name, id);
CREATE INDEX tracking_plan_owner ON analytics.tracking_plan (workspace_id, owner, id) WHERE owner IS NOT NULL;
CREATE INDEX tracking_plan_status ON analytics.tracking_plan (workspace_id, status, id);
CALL records.walled('analytics.tracking_plan', 'SELECT, INSERT, UPDATE');
CALL records.synced('analytics.tracking_plan');
CALL records.synced_indexes('analytics.tracking_plan');
CALL records.searchable('analytics.tracking_plan', ARRAY['name', 'description'], ARRAY['owner', 'status']);

-- What an approved definition checks is changed by "proposed" only. rehash_after is where the rewrite of stored values
-- is that "rehashing" names.
CREATE TABLE analytics.event_definition (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    plan_id       uuid        NOT NULL,
    name          text        NOT NULL,
    description   text,
    owner         text,
    schema        json        NOT NULL,
    classes       json        NOT NULL,
    dimensions    text[]      NOT NULL,
    measures      text[]      NOT NULL,
    units         json        NOT NULL,
    status        text        NOT NULL CHECK (status IN ('draft', 'approved', 'deprecated')),
    revision      integer     NOT NULL CHECK (revision >= 0),
    proposed      json,
    rehashing     text[]      NOT NULL,
    rehash_after  text,
    last_seen_at  timestamptz,
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL CHECK (version > 0),
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT event_definition_plan FOREIGN KEY (workspace_id, plan_id)
        REFERENCES analytics.tracking_plan (workspace_id, id),
    CONSTRAINT event_definition_approved CHECK (status <> 'approved' OR revision > 0)
);
CREATE UNIQUE INDEX event_definition_unique_name ON analytics.event_definition (workspace_id, name)
    WHERE name IS NOT NULL;
CREATE INDEX event_definition_name ON analytics.event_definition (workspace_id, name, id);
CREATE INDEX event_definition_plan ON analytics.event_definition (workspace_id, plan_id, id);
CREATE INDEX event_definition_owner ON analytics.event_definition (workspace_id, owner, id) WHERE owner IS NOT NULL;
CREATE INDEX event_definition_status ON analytics.event_definition (workspace_id, status, id);
CALL records.walled('analytics.event_definition', 'SELECT, INSERT, UPDATE');
CALL records.synced('analytics.event_definition');
CALL records.synced_indexes('analytics.event_definition');
CALL records.searchable('analytics.event_definition', ARRAY['name', 'description'],
    ARRAY['plan_id', 'name', 'owner', 'status']);

-- Bad events of one name and revision with the same faults. release_after is the last held event that a release has
-- looked at.
CREATE TABLE analytics.violation (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    name          text        NOT NULL,
    revision      integer     NOT NULL,
    kind          text        NOT NULL,
    fault_key     text        NOT NULL,
    faults        jsonb       NOT NULL,
    count         bigint      NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at  timestamptz NOT NULL,
    held          bigint      NOT NULL,
    samples       jsonb       NOT NULL,
    status        text        NOT NULL CHECK (status IN ('open', 'releasing', 'resolved', 'ignored')),
    resolution    text        CHECK (resolution IN ('accept', 'discard', 'ignore')),
    note          text,
    release_after uuid,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL CHECK (version > 0),
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX violation_of_faults ON analytics.violation (workspace_id, name, revision, fault_key)
    WHERE fault_key IS NOT NULL;
CREATE INDEX violation_name ON analytics.violation (workspace_id, name, id);
CREATE INDEX violation_kind ON analytics.violation (workspace_id, kind, id);
CREATE INDEX violation_status ON analytics.violation (workspace_id, status, id);
CREATE INDEX violation_held ON analytics.violation (workspace_id) INCLUDE (held) WHERE held > 0;
CALL records.walled('analytics.violation');
CALL records.synced('analytics.violation');
CALL records.synced_indexes('analytics.violation');

-- Counts of calls that found the row of their violation locked; the next call, or the job of the violation, adds them.
CREATE TABLE analytics.violation_delta (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL DEFAULT gen_random_uuid(),
    violation_id uuid        NOT NULL,
    count        bigint      NOT NULL,
    held         bigint      NOT NULL,
    seen_at      timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX violation_delta_of ON analytics.violation_delta (workspace_id, violation_id);
CALL records.walled('analytics.violation_delta', 'SELECT, INSERT, DELETE');

-- Quarantined events, hashed as they would be stored. "checks" is what cannot be checked again.
CREATE TABLE analytics.held_event (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL DEFAULT uuidv7(),
    violation_id uuid        NOT NULL,
    name         text        NOT NULL,
    occurred_at  timestamptz NOT NULL,
    event_id     uuid,
    actor        uuid,
    properties   json        NOT NULL,
    checks       json        NOT NULL,
    held_at      timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX held_event_of ON analytics.held_event (workspace_id, violation_id, id);
CREATE INDEX held_event_name ON analytics.held_event (workspace_id, name, id);
CREATE INDEX held_event_age ON analytics.held_event (workspace_id, violation_id, held_at);
CALL records.walled('analytics.held_event');

-- Keys of hashes of values, sealed. The newest of the purpose pii hashes; the others are for queries. The one of the
-- purpose actor is never replaced.
CREATE TABLE analytics.hash_key (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL DEFAULT gen_random_uuid(),
    purpose      text        NOT NULL CHECK (purpose IN ('actor', 'pii')),
    number       integer     NOT NULL CHECK (number = 1 OR purpose = 'pii'),
    sealed_with  text        NOT NULL,
    sealed       bytea       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT hash_key_number UNIQUE (workspace_id, purpose, number)
);
CALL records.walled('analytics.hash_key', 'SELECT, INSERT, UPDATE');
-- bin/tollgate hash-key adds keys for all workspaces, and seals keys again.
CREATE POLICY installation ON analytics.hash_key TO tollgate_app
    USING ((SELECT runtime.whole_installation())) WITH CHECK ((SELECT runtime.whole_installation()));

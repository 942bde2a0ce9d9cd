CREATE TABLE support.queue (
    workspace_id     uuid        NOT NULL,
    id               uuid        NOT NULL,
    name             text        NOT NULL,
    description      text,
    active           boolean     NOT NULL,
    default_priority text        NOT NULL CHECK (default_priority IN ('low', 'normal', 'high', 'urgent')),
    default_assignee text,
    targets          jsonb,
    time_zone        text,
    business_hours   jsonb,
    holidays         jsonb       NOT NULL,
    pause_on         jsonb       NOT NULL,
    auto_close_days  integer     CHECK (auto_close_days BETWEEN 1 AND 90),
    custom_fields    jsonb       NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    version          bigint      NOT NULL CHECK (version > 0),
    source           text        NOT NULL,
    last_actor       text        NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
-- Unique indexes are partial, and so no keys that a row is referred to by: changes of a row and new references to it do
-- not block each other, although every change sets all columns.
CREATE UNIQUE INDEX queue_unique_name ON support.queue (workspace_id, name) WHERE name IS NOT NULL;
CREATE INDEX queue_name ON support.queue (workspace_id, name, id);
CALL records.walled('support.queue', 'SELECT, INSERT, UPDATE');
CALL records.searchable('support.queue', ARRAY['name', 'description'], ARRAY['name', 'active']);
CALL records.synced('support.queue');
CALL records.synced_indexes('support.queue');

-- The next numbers of tickets, reserved in blocks.
CREATE TABLE support.counter (
    workspace_id uuid   NOT NULL,
    id           text   NOT NULL,
    next_number  bigint NOT NULL CHECK (next_number > 0),
    PRIMARY KEY (workspace_id, id)
) WITH (fillfactor = 50);
CALL records.walled('support.counter', 'SELECT, INSERT, UPDATE');

-- References to records of other modules have no foreign key. clocks is not shown: how much of their targets the SLA
-- clocks have used. first_message is for searches only.
CREATE TABLE support.ticket (
    workspace_id               uuid        NOT NULL,
    id                         uuid        NOT NULL,
    number                     bigint      NOT NULL CHECK (number > 0),
    subject                    text        NOT NULL,
    queue_id                   uuid        NOT NULL,
    status                     text        NOT NULL,
    priority                   text        NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    assignee                   text,
    owner                      text,
    channel                    text        NOT NULL,
    category                   text,
    tags                       text[]      NOT NULL,
    requester_name             text,
    requester_email            text,
    contact_id                 uuid,
    company_id                 uuid,
    deal_id                    uuid,
    lead_id                    uuid,
    invoice_id                 uuid,
    follow_up_of_id            uuid,
    duplicate_of_id            uuid,
    snoozed_until              timestamptz,
    satisfaction_score         integer     CHECK (satisfaction_score BETWEEN 1 AND 5),
    satisfaction_comment       text,
    first_response_due_at      timestamptz,
    first_response_breached_at timestamptz,
    next_response_due_at       timestamptz,
    next_response_breached_at  timestamptz,
    resolution_due_at          timestamptz,
    resolution_breached_at     timestamptz,
    next_due_at                timestamptz,
    first_responded_at         timestamptz,
    resolved_at                timestamptz,
    closed_at                  timestamptz,
    last_message_at            timestamptz,
    reopen_count               integer     NOT NULL,
    message_count              integer     NOT NULL,
    clocks                     jsonb       NOT NULL,
    first_message              text,
    custom_fields              jsonb       NOT NULL,
    created_at                 timestamptz NOT NULL,
    updated_at                 timestamptz NOT NULL,
    version                    bigint      NOT NULL CHECK (version > 0),
    source                     text        NOT NULL,
    last_actor                 text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT ticket_queue FOREIGN KEY (workspace_id, queue_id) REFERENCES support.queue (workspace_id, id),
    CONSTRAINT ticket_follow_up FOREIGN KEY (workspace_id, follow_up_of_id)
        REFERENCES support.ticket (workspace_id, id),
    CONSTRAINT ticket_duplicate FOREIGN KEY (workspace_id, duplicate_of_id)
        REFERENCES support.ticket (workspace_id, id),
    CONSTRAINT ticket_status CHECK (CASE status
        WHEN 'pending' THEN closed_at IS NULL
        WHEN 'waiting_on_customer' THEN closed_at IS NULL
        WHEN 'new' THEN closed_at IS NULL AND snoozed_until IS NULL
        WHEN 'open' THEN closed_at IS NULL AND snoozed_until IS NULL
        WHEN 'resolved' THEN closed_at IS NULL AND snoozed_until IS NULL AND resolved_at IS NOT NULL
        WHEN 'closed' THEN closed_at IS NOT NULL AND snoozed_until IS NULL AND next_due_at IS NULL
        ELSE false END),
    CONSTRAINT ticket_marked CHECK (duplicate_of_id IS NULL OR (status = 'closed' AND duplicate_of_id <> id)),
    CONSTRAINT ticket_channel CHECK (
        channel IN ('email', 'chat', 'web', 'phone', 'sms', 'social', 'api', 'other'))
);
CREATE UNIQUE INDEX ticket_number ON support.ticket (workspace_id, number) WHERE number IS NOT NULL;
CREATE INDEX ticket_subject ON support.ticket (workspace_id, subject, id);
CREATE INDEX ticket_in_queue ON support.ticket (workspace_id, queue_id, id);
CREATE INDEX ticket_by_status ON support.ticket (workspace_id, status, id);
CREATE INDEX ticket_assignee ON support.ticket (workspace_id, assignee, id) WHERE assignee IS NOT NULL;
CREATE INDEX ticket_owner ON support.ticket (workspace_id, owner, id) WHERE owner IS NOT NULL;
CREATE INDEX ticket_requester ON support.ticket (workspace_id, requester_email, id) WHERE requester_email IS NOT NULL;
CREATE INDEX ticket_contact ON support.ticket (workspace_id, contact_id, id) WHERE contact_id IS NOT NULL;
CREATE INDEX ticket_company ON support.ticket (workspace_id, company_id, id) WHERE company_id IS NOT NULL;
CREATE INDEX ticket_deal ON support.ticket (workspace_id, deal_id, id) WHERE deal_id IS NOT NULL;
CREATE INDEX ticket_lead ON support.ticket (workspace_id, lead_id, id) WHERE lead_id IS NOT NULL;
CREATE INDEX ticket_invoice ON support.ticket (workspace_id, invoice_id, id) WHERE invoice_id IS NOT NULL;
CREATE INDEX ticket_follow_up ON support.ticket (workspace_id, follow_up_of_id, id) WHERE follow_up_of_id IS NOT NULL;
CREATE INDEX ticket_duplicate ON support.ticket (workspace_id, duplicate_of_id, id) WHERE duplicate_of_id IS NOT NULL;
CREATE INDEX ticket_unassigned ON support.ticket (workspace_id, id) WHERE assignee IS NULL;
CREATE INDEX ticket_breached ON support.ticket (workspace_id, id)
    WHERE num_nonnulls(first_response_breached_at, next_response_breached_at, resolution_breached_at) > 0;
CREATE INDEX ticket_by_assignee ON support.ticket (workspace_id, (COALESCE(assignee, ''::text)), id);
CALL records.sorted('support.ticket', 'next_due_at');
CALL records.sorted('support.ticket', 'last_message_at');
CALL records.walled('support.ticket', 'SELECT, INSERT, UPDATE');
CALL records.searchable('support.ticket',
    ARRAY['subject', 'requester_name', 'requester_email', 'first_message'],
    ARRAY['number', 'queue_id', 'status', 'priority', 'assignee', 'owner', 'channel', 'category', 'requester_email',
          'contact_id', 'company_id', 'deal_id', 'lead_id', 'invoice_id', 'follow_up_of_id', 'duplicate_of_id',
          'satisfaction_score']);
CALL records.synced('support.ticket');
CALL records.synced_indexes('support.ticket');

-- A duplicate is one of a ticket that is none itself. The lock keeps that one as it is until this transaction ends.
CREATE FUNCTION support.check_duplicate() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    original uuid;
BEGIN
    SELECT t.duplicate_of_id INTO original FROM support.ticket t
     WHERE t.workspace_id = NEW.workspace_id AND t.id = NEW.duplicate_of_id
       FOR SHARE;
    IF original IS NOT NULL THEN
        RAISE SQLSTATE 'TG409' USING
            MESSAGE = 'The ticket of duplicate_of_id is a duplicate itself. Use the ticket that it is a duplicate of.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_duplicate BEFORE UPDATE ON support.ticket
    FOR EACH ROW WHEN (NEW.duplicate_of_id IS NOT NULL AND OLD.duplicate_of_id IS NULL)
    EXECUTE FUNCTION support.check_duplicate();

CREATE TABLE support.ticket_message (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    ticket_id     uuid        NOT NULL,
    body          text        NOT NULL,
    direction     text        NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    visibility    text        NOT NULL CHECK (visibility IN ('public', 'internal')),
    channel       text        NOT NULL,
    author_name   text,
    author_email  text,
    author_type   text        NOT NULL CHECK (author_type IN ('customer', 'agent', 'automation')),
    occurred_at   timestamptz NOT NULL,
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL CHECK (version = 1),
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT ticket_message_of FOREIGN KEY (workspace_id, ticket_id) REFERENCES support.ticket (workspace_id, id),
    CONSTRAINT ticket_message_heard CHECK (direction = 'outbound' OR visibility = 'public')
);
CREATE INDEX ticket_message_of_ticket ON support.ticket_message (workspace_id, ticket_id, id);
-- Nobody who answers calls may change or remove what was said.
CALL records.walled('support.ticket_message', 'SELECT, INSERT');
CALL records.searchable('support.ticket_message', ARRAY['body'], ARRAY['ticket_id']);
CALL records.synced('support.ticket_message');
CALL records.synced_indexes('support.ticket_message');

-- A ticket is found by the words of the first message of its customer.
CREATE FUNCTION support.keep_first_message() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    UPDATE support.ticket SET first_message = left(NEW.body, 10000)
     WHERE workspace_id = NEW.workspace_id AND id = NEW.ticket_id AND first_message IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_first_message AFTER INSERT ON support.ticket_message
    FOR EACH ROW WHEN (NEW.direction = 'inbound') EXECUTE FUNCTION support.keep_first_message();

CREATE TABLE support.ticket_comment (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    ticket_id     uuid        NOT NULL,
    body          text        NOT NULL,
    author        text        NOT NULL,
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL CHECK (version = 1),
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT ticket_comment_on FOREIGN KEY (workspace_id, ticket_id) REFERENCES support.ticket (workspace_id, id)
);
CREATE INDEX ticket_comment_on_ticket ON support.ticket_comment (workspace_id, ticket_id, id);
CALL records.walled('support.ticket_comment', 'SELECT, INSERT');
CALL records.searchable('support.ticket_comment', ARRAY['body'], ARRAY['ticket_id']);
CALL records.synced('support.ticket_comment');
CALL records.synced_indexes('support.ticket_comment');
